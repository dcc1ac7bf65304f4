// SPDX-License-Identifier: Apache-2.0
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { at, get, sentence, session, type Address, type PathOf, type ReplyTo } from './api';

/** What the node says has changed, and whether the node is there. One stream for the whole page. */
export const events = new (class extends EventTarget {
  #source: EventSource | undefined;
  away = false;

  constructor() {
    super();
    session.addEventListener('change', () => {
      if (session.now) this.#open();
      else this.#close();
    });
    // A browser has six connections to a node for all its tabs, and keeps those of pages that one may go back to: only
    // what is looked at listens.
    addEventListener('pagehide', () => this.#close());
    addEventListener('pageshow', () => this.#resume());
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#close() : this.#resume()));
  }

  #resume(): void {
    if (!session.now || this.#source || document.hidden) return;
    this.#open();
    this.dispatchEvent(new CustomEvent('changed', { detail: 'reset' }));
  }

  #open(): void {
    if (this.#source || document.hidden) return;
    const source = new EventSource('/api/v1/events');
    this.#source = source;
    source.onopen = () => {
      // Nobody knows what was missed while it was away.
      if (this.away) this.dispatchEvent(new CustomEvent('changed', { detail: 'reset' }));
      this.#say(false);
    };
    source.onerror = () => {
      this.#say(true);
      if (source.readyState === EventSource.CLOSED) {
        // The browser gives up when it was answered something else; the session may have ended.
        this.#close();
        setTimeout(() => {
          void get(at('sessions/current')).then(
            () => this.#open(),
            () => session.now && this.#open(),
          );
        }, 3000);
      }
    };
    for (const type of ['reset', 'service', 'directory', 'member', 'settings', 'job', 'notice', 'user', 'catalogue']) {
      source.addEventListener(type, (event) => {
        this.dispatchEvent(new CustomEvent('changed', { detail: type }));
        this.dispatchEvent(new MessageEvent(type, { data: event.data as string }));
      });
    }
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
  }

  #say(away: boolean): void {
    if (away === this.away) return;
    this.away = away;
    this.dispatchEvent(new Event('away'));
  }
})();

/** Something of the node's, read when the host is shown and again whenever an event says that it may have changed. */
export class Live<P extends PathOf<'GET'>> implements ReactiveController {
  value: ReplyTo<'GET', P> | undefined;
  fault = '';
  #path: Address<P> | undefined;
  #reading = false;
  #again = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    path: Address<P> | undefined,
    private readonly types: readonly string[],
  ) {
    this.#path = path;
    host.addController(this);
  }

  hostConnected(): void {
    events.addEventListener('changed', this.#changed);
    void this.read();
  }

  hostDisconnected(): void {
    events.removeEventListener('changed', this.#changed);
  }

  /** Reads something else from now on. */
  set path(path: Address<P> | undefined) {
    if (path === this.#path) return;
    this.#path = path;
    void this.read();
  }

  /** Reads it anew; what comes while it is being read is read once more after. */
  async read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    do {
      this.#again = false;
      const path = this.#path;
      if (!path) continue;
      const [value, fault] = await get(path).then(
        (read) => [read, ''] as const,
        (thrown: unknown) => [this.value, sentence(thrown)] as const,
      );
      if (path === this.#path) {
        this.value = value;
        this.fault = fault;
      } else this.#again = true;
    } while (this.#again);
    this.#reading = false;
    this.host.requestUpdate();
  }

  #changed = (event: Event): void => {
    const type = (event as CustomEvent<string>).detail;
    if (type === 'reset' || this.types.includes(type)) void this.read();
  };
}
