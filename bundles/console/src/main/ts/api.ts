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

  /** For who sees the field, or has just filled it in: without the name that it has in the API. */
  get atField(): string {
    const named = `${this.field}: `;
    if (!this.field || !this.message.startsWith(named)) return this.message;
    const rest = this.message.slice(named.length);
    return rest.charAt(0).toUpperCase() + rest.slice(1);
  }
}

type Problem = Partial<Contract.Problem>;

export type Session = Contract.SignedIn;
export type Role = Session['role'];

/** Who is signed in; told when it changes. */
export const session = new (class extends EventTarget {
  now: Session | undefined;

  set(next: Session | undefined): void {
    this.now = next;
    this.dispatchEvent(new Event('change'));
  }

  /** Whether who is signed in may do what needs a role. */
  may(role: Role): boolean {
    const order: Role[] = ['viewer', 'operator', 'admin'];
    return this.now !== undefined && order.indexOf(this.now.role) >= order.indexOf(role);
  }
})();

const ROOT = '/api/v1/';

/** Sends one request; what is not 2xx is thrown as {@link Refused}, a node that is away as `TypeError`. */
export async function request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<unknown> {
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
  return json ? (JSON.parse(text) as unknown) : text;
}

type Operations = Contract.Operations;
type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type PathOf<V extends Verb> = keyof { [K in keyof Operations as K extends `${V} ${infer P}` ? P : never]: 0 };
type Path = PathOf<Verb>;
type Holes<P extends string> = P extends `${string}{${infer H}}${infer Rest}` ? H | Holes<Rest> : never;
type QueryOf<P extends string> = `GET ${P}` extends keyof Operations ? Operations[`GET ${P}`]['query'] : Record<string, never>;
export type BodyOf<V extends Verb, P extends string> = `${V} ${P}` extends keyof Operations ? Operations[`${V} ${P}`]['body'] : never;
export type ReplyTo<V extends Verb, P extends string> = `${V} ${P}` extends keyof Operations ? Operations[`${V} ${P}`]['reply'] : never;
declare const place: unique symbol;

/** A place of the API that the contract has, filled in. */
export type Address<P extends string> = string & { readonly [place]: P };

/** Fills a path of the contract in: what a stranger chose for a name may hold anything. */
export function at<P extends Path>(
  path: P,
  ...[holes, query]: [Holes<P>] extends [never] ? [holes?: Record<string, never>, query?: QueryOf<P>] : [holes: Record<Holes<P>, string>, query?: QueryOf<P>]
): Address<P> {
  const names = (holes ?? {}) as Record<string, string>;
  const filled = path.replace(/\{([A-Za-z]+)\}/g, (_, name: string) => part(names[name] ?? ''));
  const wanted = Object.entries((query ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(wanted.map(([name, value]) => [name, String(value)])).toString();
  return (search ? `${filled}?${search}` : filled) as Address<P>;
}

/** One operation of the contract. */
export async function send<V extends Verb, P extends PathOf<V>>(
  method: V,
  address: Address<P>,
  body?: BodyOf<V, P>,
  headers: Record<string, string> = {},
): Promise<ReplyTo<V, P>> {
  return (await request(method, address, body, headers)) as ReplyTo<V, P>;
}

/** What a form gives, as the body that its fields were made for; what was left empty is left out. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- where it goes says which body it is
export function filled<B>(values: Record<string, unknown>): B {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as B;
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
    session.set(await get(at('sessions/current')));
    return done;
  } finally {
    renewing--;
  }
}

export function get<P extends PathOf<'GET'>>(address: Address<P>): Promise<ReplyTo<'GET', P>> {
  return send('GET', address);
}

/** One word for a path: what a stranger chose may hold anything. */
export function part(text: string): string {
  return encodeURIComponent(text);
}

/** What went wrong, as a sentence for the reader. */
export function sentence(fault: unknown): string {
  if (fault instanceof Refused) return fault.atField;
  if (fault instanceof TypeError) return t('fault.away');
  return fault instanceof Error ? fault.message : String(fault);
}
