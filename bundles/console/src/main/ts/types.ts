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
  addresses: Record<string, string>;
  started: string;
  load1m?: number;
  cpus?: number;
  memory?: { totalBytes: number; availableBytes: number; heapUsedBytes: number; heapMaxBytes: number };
  disk?: { totalBytes: number; freeBytes: number };
  os?: string;
  java?: string;
  model?: string;
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
  txt: { key: string; value?: string }[];
  carriers: string[];
  reach: string;
  firstHeard: string;
  lastHeard: string;
  distanceMs?: number;
  trust: string;
  own: boolean;
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
