// SPDX-License-Identifier: Apache-2.0
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { at, get, sentence, type Address } from '../api';
import { events } from '../live';
import type { Announcement } from '../types';

/** Entries that come onto the page at once: more would be felt while scrolling. */
const CHUNK = 20;
/** Who goes to the end at once gets more at a time. */
const MOST = 8 * CHUNK;
const PAGE = 500;
/** After a change as many of the first entries are read anew, not more often than every so many ms. */
const ANEW = 1000;
const PAUSE = 3000;

interface Asked {
  type?: string;
  text?: string;
  node?: string;
  source?: string;
  order?: 'distance' | 'name' | 'age';
}

/** A search of the directory as a reader scrolls through it: read in pages, shown in chunks, kept up to date. */
export class Listing implements ReactiveController {
  chunks: readonly (readonly Announcement[])[] = [];
  total: number | undefined;
  empty: string | undefined;
  fault = '';
  #asked: Asked = {};
  #key: string | undefined;
  /** Read, but not shown yet. */
  #ahead: Announcement[] = [];
  #next: string | undefined;
  #wanted = false;
  #showing = false;
  #renewing = false;
  #stale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    events.addEventListener('changed', this.#changed);
  }

  hostDisconnected(): void {
    events.removeEventListener('changed', this.#changed);
    clearTimeout(this.#timer);
    this.#renewing = false;
  }

  /** Whether there is something further on. */
  get more(): boolean {
    return this.#ahead.length > 0 || this.#next !== undefined;
  }

  /** Looks for something else from now on; the same again changes nothing. */
  ask(asked: Asked): void {
    const key = JSON.stringify(asked);
    if (key === this.#key) return;
    this.#key = key;
    this.#asked = asked;
    this.#ahead = [];
    this.#next = undefined;
    void this.#read(CHUNK, []);
  }

  /** Says that the reader is near the end, or is not. */
  want(near: boolean): void {
    this.#wanted = near;
    if (near) void this.further();
  }

  /** Shows what is further on, for as long as the reader is near the end. */
  async further(): Promise<void> {
    if (this.#showing) return;
    this.#showing = true;
    const key = this.#key;
    try {
      await this.#show();
    } finally {
      this.#showing = false;
    }
    // Something else is looked for meanwhile.
    if (key !== this.#key && this.#wanted && this.more) void this.further();
  }

  async #show(): Promise<void> {
    for (let size = CHUNK; ; size = Math.min(2 * size, MOST)) {
      if (this.#ahead.length === 0 && this.#next !== undefined && !(await this.#fetch())) return;
      const shown = new Set(this.chunks.flat().map((entry) => entry.id));
      const chunk = this.#ahead.splice(0, size).filter((entry) => !shown.has(entry.id));
      this.chunks = [...this.chunks, chunk];
      this.host.requestUpdate();
      await new Promise((drawn) => requestAnimationFrame(drawn));
      if (!this.#wanted || !this.more) return;
    }
  }

  async #fetch(): Promise<boolean> {
    const key = this.#key;
    try {
      const page = await get(this.#address(PAGE, this.#next));
      if (key !== this.#key) return false;
      this.#ahead = page.items;
      this.#next = page.next;
      return true;
    } catch (fault) {
      this.fault = sentence(fault);
      this.host.requestUpdate();
      return false;
    }
  }

  /**
   * Reads the first entries anew; one that is as it was stays the same object.
   *
   * @param rest entries that are shown further on, and stay
   */
  async #read(count: number, known: readonly Announcement[], rest: readonly Announcement[] = []): Promise<void> {
    const key = this.#key;
    const before = new Map(known.map((entry) => [entry.id, [entry, JSON.stringify(entry)] as const]));
    try {
      const page = await get(this.#address(count, undefined));
      if (key !== this.#key) return;
      if (known.length > 0 && this.chunks.flat().length > known.length + rest.length) {
        // What came further on meanwhile would be lost.
        this.#stale = true;
        return;
      }
      const read = page.items.map((entry) => {
        const old = before.get(entry.id);
        return old?.[1] === JSON.stringify(entry) ? old[0] : entry;
      });
      const ids = new Set(read.map((entry) => entry.id));
      const all = [...read, ...rest.filter((entry) => !ids.has(entry.id))];
      this.total = page.total;
      this.empty = page.empty;
      if (rest.length === 0) {
        this.#next = page.next;
        this.#ahead = [];
      }
      this.chunks = this.#chunked(all);
      this.fault = '';
    } catch (fault) {
      this.fault = sentence(fault);
    }
    this.host.requestUpdate();
    if (this.#wanted && this.more) void this.further();
  }

  /** In chunks as long as those that are shown; one that is as it was stays the same object, and is not drawn anew. */
  #chunked(entries: readonly Announcement[]): (readonly Announcement[])[] {
    const chunks: (readonly Announcement[])[] = [];
    for (let from = 0; from < entries.length; ) {
      const old = this.chunks[chunks.length];
      const chunk = entries.slice(from, from + (old?.length || CHUNK));
      from += chunk.length;
      chunks.push(old && same(chunk, old) ? old : chunk);
    }
    return chunks;
  }

  #address(limit: number, cursor: string | undefined): Address<'directory'> {
    return at('directory', {}, { ...this.#asked, limit, ...(cursor === undefined ? {} : { cursor }) });
  }

  #changed = (event: Event): void => {
    const type = (event as CustomEvent<string>).detail;
    if (type !== 'reset' && type !== 'directory') return;
    this.#stale = true;
    if (!this.#renewing) void this.#renew();
  };

  async #renew(): Promise<void> {
    this.#renewing = true;
    while (this.#stale) {
      this.#stale = false;
      if (this.#showing) this.#stale = true;
      else {
        const shown = this.chunks.flat();
        const first = shown.slice(0, ANEW);
        await this.#read(Math.max(CHUNK, first.length), first, shown.slice(ANEW));
      }
      await new Promise<void>((rested) => (this.#timer = setTimeout(rested, PAUSE)));
    }
    this.#renewing = false;
  }
}

function same(chunk: readonly Announcement[], other: readonly Announcement[]): boolean {
  return chunk.length === other.length && chunk.every((entry, i) => entry === other[i]);
}
