// SPDX-License-Identifier: Apache-2.0

/** What the contract says of what the node answers, as far as the page reads it. */
export interface List<T> {
  items: T[];
  next?: string;
}

export interface NodeFacts {
  id: string;
  name: string;
  version: string;
  addresses: { lan?: string; community?: string };
  started: string;
  load1m?: number;
  cpus?: number;
  memory?: { totalBytes?: number; availableBytes?: number; heapUsedBytes: number; heapMaxBytes: number };
  disk?: { totalBytes: number; freeBytes: number };
  os?: string;
  java?: string;
  hardware?: string;
}

export interface Carried {
  carrier: string;
  outcome: 'announced' | 'withheld' | 'no-room';
  reason: string;
}

export interface Offer {
  key: string;
  type: string;
  description: string;
  address?: string;
  port: number;
  protocol: string;
  audience: string;
  txt: { key: string; value?: string }[];
  carriers: Carried[];
}

export interface Service {
  id: string;
  bundle: string;
  run: string;
  reason: string;
  since: string;
  enabled: boolean;
  publish: boolean;
  audience: string;
  settings?: string;
  log?: string;
  shared: boolean;
  offers: Offer[];
}

export interface Announcement {
  id: string;
  type: string;
  description: string;
  nodeId?: string;
  host: string;
  address: string;
  port: number;
  protocol: string;
  txt: Record<string, string>;
  carriers: string[];
  reach: string;
  firstHeard: string;
  lastHeard: string;
  distanceMs?: number;
  trust: string;
  own: boolean;
}

/** What sharing answers: the service is in its place a moment later. */
export interface Shared {
  id: string;
}

export interface Directory extends List<Announcement> {
  index: number;
  total: number;
  empty?: string;
}

export interface Action {
  id: string;
  title: string;
  role: string;
  link?: string;
  schema?: Schema;
  joined?: { key: string; state: string; reason: string; since: string };
}

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
  writeOnly?: boolean;
  'x-unit'?: string;
  'x-group'?: string;
  'x-sentence'?: string;
  'x-titles'?: string[];
}

export interface Job {
  id: string;
  kind: string;
  title: string;
  by: string;
  state: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
  step: string;
  percent: number;
  reason: string;
  result: Record<string, string>;
  created: string;
  started?: string;
  ended?: string;
}

export interface Cluster {
  kind: 'off' | 'down' | 'alone' | 'up';
  reason: string;
  name: string;
  alive: number;
  failed: number;
  left: number;
  healthScore?: number;
  queues: Record<string, number>;
  warnings: string[];
}

export interface Member {
  name: string;
  nodeId?: string;
  own: boolean;
  status: 'alive' | 'leaving' | 'left' | 'failed';
  address: string;
  port: number;
  services: number;
  heardAgoS: number;
  distanceMs?: number;
}

export interface Notice {
  id: string;
  text: string;
  severity: string;
  since: string;
}

export interface CatalogueEntry {
  id: string;
  title: string;
  description: string;
  category: string;
  version?: string;
  installed: boolean;
}

export interface SettingsOf {
  pid: string;
  title: string;
  values: Record<string, unknown>;
  defaults: Record<string, unknown>;
  secretsSet: string[];
  version: string;
  refusal?: string;
  adminOnly: boolean;
}

export interface Version {
  id: string;
  at: string;
  by: string;
}

export interface VersionDetail extends Version {
  differences: { key: string; before?: string; after?: string }[];
}

export interface ContributedPage {
  service: string;
  title: string;
  module: string;
  element: string;
}

export interface Joined {
  action: string;
  title: string;
  key: string;
  what: string;
  state: string;
  reason: string;
  since: string;
}

export interface Account {
  user: string;
  role: string;
  secondFactor?: boolean;
}

export interface SessionEntry {
  id: string;
  user: string;
  address: string;
  device: string;
  created: string;
  lastUsed: string;
  current: boolean;
}

export interface User {
  name: string;
  role: string;
  secondFactor?: boolean;
}

export interface Token {
  id: string;
  name: string;
  user: string;
  role: string;
  ends: string;
  lastUsed?: string;
}

export interface AuditEntry {
  time: string;
  user: string;
  from: string;
  action: string;
  target: string;
  outcome: string;
}

export interface Certificate {
  fingerprintSha256: string;
  issuer: string;
  notAfter: string;
  names: string[];
  ownAuthority: boolean;
}

export interface SettingsEntry {
  pid: string;
  title: string;
  list: boolean;
  refused: boolean;
  adminOnly: boolean;
}

/** What the doctor found. */
export interface Finding {
  id: string;
  title: string;
  grade: string;
  text: string;
  advice?: string;
  ignored?: boolean;
}
