// SPDX-License-Identifier: Apache-2.0
import { language, t } from './texts';

/** What the node refused, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly field: string,
  ) {
    super(message);
  }
}

interface Problem {
  title?: string;
  detail?: string;
  field?: string;
}

export interface Session {
  user: string;
  role: 'viewer' | 'operator' | 'admin';
  csrf?: string;
}

/** Who is signed in; told when it changes. */
export const session = new (class extends EventTarget {
  now: Session | undefined;

  set(next: Session | undefined): void {
    this.now = next;
    this.dispatchEvent(new Event('change'));
  }

  /** Whether who is signed in may do what needs a role. */
  may(role: Session['role']): boolean {
    const order = ['viewer', 'operator', 'admin'];
    return this.now !== undefined && order.indexOf(this.now.role) >= order.indexOf(role);
  }
})();

const ROOT = '/api/v1/';

export interface Reply<T> {
  status: number;
  value: T;
  headers: Headers;
}

/** Sends one request; what is not 2xx is thrown as {@link Refused}, a node that is away as `TypeError`. */
export async function send<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const calm = renewing === 0;
  const all: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language(), ...headers };
  if (body !== undefined) all['Content-Type'] = 'application/json';
  if (method !== 'GET' && session.now?.csrf) all['X-CSRF-Token'] = session.now.csrf;
  const reply = await fetch(path.startsWith('/') ? path : ROOT + path, {
    method,
    headers: all,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  const json = (reply.headers.get('Content-Type') ?? '').includes('json');
  if (!reply.ok) {
    const problem: Problem = json ? (JSON.parse(text) as Problem) : {};
    if (reply.status === 401 && session.now && calm && renewing === 0) session.set(undefined);
    throw new Refused(reply.status, problem.detail ?? problem.title ?? t('fault.answered', { status: String(reply.status) }), problem.field ?? '');
  }
  return { status: reply.status, value: (json ? JSON.parse(text) : text) as T, headers: reply.headers };
}

let renewing = 0;

/**
 * Does what ends every session of who is signed in and begins a new one: what was asked with the old one meanwhile signs
 * nobody out, and changes carry the new one's token from then on.
 */
export async function renew<T>(work: () => Promise<T>): Promise<T> {
  renewing++;
  try {
    const done = await work();
    session.set(await get<Session>('sessions/current'));
    return done;
  } finally {
    renewing--;
  }
}

export async function get<T>(path: string): Promise<T> {
  return (await send<T>('GET', path)).value;
}

export async function post<T>(path: string, body?: unknown): Promise<T> {
  return (await send<T>('POST', path, body)).value;
}

export async function patch<T>(path: string, body: unknown): Promise<T> {
  return (await send<T>('PATCH', path, body)).value;
}

export async function put<T>(path: string, body: unknown): Promise<T> {
  return (await send<T>('PUT', path, body)).value;
}

export async function del(path: string): Promise<unknown> {
  return (await send('DELETE', path)).value;
}

/** One word for a path: what a stranger chose may hold anything. */
export function part(text: string): string {
  return encodeURIComponent(text);
}

/** What went wrong, as a sentence for the reader. */
export function sentence(fault: unknown): string {
  if (fault instanceof Refused) return fault.message;
  if (fault instanceof TypeError) return t('fault.away');
  return fault instanceof Error ? fault.message : String(fault);
}
