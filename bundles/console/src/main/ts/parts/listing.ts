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
/** After a change the whole list that is shown is read anew, not more often than this, in ms. */
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
    this.#timer = undefined;
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

  /** Reads the first entries anew, as many as are shown; an entry that is as it was stays the same object. */
  async #read(count: number, known: readonly Announcement[]): Promise<void> {
    const key = this.#key;
    const before = new Map(known.map((entry) => [entry.id, [entry, JSON.stringify(entry)] as const]));
    const read: Announcement[] = [];
    try {
      let next: string | undefined;
      do {
        const page = await get(this.#address(Math.min(1000, count - read.length), next));
        if (key !== this.#key) return;
        for (const entry of page.items) {
          const old = before.get(entry.id);
          read.push(old?.[1] === JSON.stringify(entry) ? old[0] : entry);
        }
        next = page.next;
        this.total = page.total;
        this.empty = page.empty;
      } while (next !== undefined && read.length < count);
      this.#next = next;
      this.#ahead = [];
      this.chunks = chunked(read).map((chunk, i) => (same(chunk, this.chunks[i]) ? this.chunks[i] : chunk) ?? chunk);
      this.fault = '';
    } catch (fault) {
      this.fault = sentence(fault);
    }
    this.host.requestUpdate();
    if (this.#wanted && this.more) void this.further();
  }

  #address(limit: number, cursor: string | undefined): Address<'directory'> {
    return at('directory', {}, { ...this.#asked, limit, ...(cursor === undefined ? {} : { cursor }) });
  }

  #changed = (event: Event): void => {
    const type = (event as CustomEvent<string>).detail;
    if (type !== 'reset' && type !== 'directory') return;
    this.#stale = true;
    if (this.#timer === undefined) void this.#renew();
  };

  async #renew(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      const shown = this.chunks.flat();
      await this.#read(Math.max(CHUNK, shown.length), shown);
      await new Promise<void>((rested) => (this.#timer = setTimeout(rested, PAUSE)));
    }
    this.#timer = undefined;
  }
}

function chunked(entries: readonly Announcement[]): Announcement[][] {
  return Array.from({ length: Math.ceil(entries.length / CHUNK) }, (_, i) => entries.slice(i * CHUNK, (i + 1) * CHUNK));
}

function same(chunk: readonly Announcement[], other: readonly Announcement[] | undefined): boolean {
  return other !== undefined && chunk.length === other.length && chunk.every((entry, i) => entry === other[i]);
}
