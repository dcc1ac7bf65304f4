// SPDX-License-Identifier: Apache-2.0

/** What the contract says of what the node answers. Its types are made when the page is built. */
export type NodeFacts = Contract.Node;
export type Service = Contract.Service;
export type Offer = Contract.ServiceOffer;
export type Announcement = Contract.Announcement;
export type Action = Contract.ActionList['items'][number];
export type Job = Contract.Job;
export type Cluster = Contract.Cluster;
export type Member = Contract.Member;
export type Notice = Contract.Notice;
export type CatalogueEntry = Contract.CatalogueEntry;
export type Repository = Contract.CatalogueRepository;
export type SettingsOf = Contract.Settings;
export type SettingsEntry = Contract.SettingsListed;
export type Version = Contract.SettingsListedVersion;
export type ContributedPage = Contract.ContributedPage;
export type Joined = Contract.JoinedPage['items'][number];
export type User = Contract.User;
export type Token = Contract.Token;
export type AuditEntry = Contract.AuditEntry;
export type Finding = Contract.Finding;
export type Backup = Contract.Backup;
export type Program = Contract.Program;

/** What the name of an account is like, by the contract. */
export const USER_NAME = '^[a-z][a-z0-9._-]{0,31}$';

/** What a form is drawn from: JSON Schema as far as the node uses it, and what it adds to that. */
export interface Schema {
  type: string;
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: (string | number | boolean)[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  writeOnly?: boolean;
  'x-unit'?: string;
  'x-group'?: string;
  'x-sentence'?: string;
  'x-titles'?: string[];
  /** Values that are offered, with what they mean; others are as good. */
  'x-known'?: (readonly [value: string, label: string])[];
}

/** A form whose fields are those of a body of the contract. */
export type FormOf<B> = Omit<Schema, 'properties' | 'required'> & {
  properties: Partial<Record<keyof B & string, Schema>>;
  required?: (keyof B & string)[];
};
