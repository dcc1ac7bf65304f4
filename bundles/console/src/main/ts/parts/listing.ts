// SPDX-License-Identifier: Apache-2.0
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { at, get, sentence, type Address } from '../api';
import { events } from '../live';
import type { Announcement } from '../types';
import { Chunks, type Chunk } from './chunks';

/** What is read at once: few for who has just come, many for who goes on. */
const FIRST = 40;
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

/** A search of the directory as a reader scrolls through it: read in pages, kept in chunks, kept up to date. */
export class Listing implements ReactiveController {
  total: number | undefined;
  empty: string | undefined;
  fault = '';
  #chunks = new Chunks();
  #asked: Asked = {};
  #key: string | undefined;
  #next: string | undefined;
  #wanted = false;
  #going = false;
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

  get chunks(): readonly Chunk[] {
    return this.#chunks.all;
  }

  /** Whether there is something further on. */
  get more(): boolean {
    return this.#next !== undefined;
  }

  /** Looks for something else from now on; the same again changes nothing. */
  ask(asked: Asked): void {
    const key = JSON.stringify(asked);
    if (key === this.#key) return;
    this.#key = key;
    this.#asked = asked;
    this.#next = undefined;
    void this.#read(FIRST, []);
  }

  /** Says that the reader is near the end, or is not. */
  want(near: boolean): void {
    this.#wanted = near;
    if (near) void this.further();
  }

  /** Reads what is further on, for as long as the reader is near the end. */
  async further(): Promise<void> {
    if (this.#going) return;
    this.#going = true;
    const key = this.#key;
    try {
      do {
        if (!(await this.#fetch())) break;
        await drawn();
      } while (this.#wanted && this.more);
    } finally {
      this.#going = false;
    }
    // Something else is looked for meanwhile.
    if (key !== this.#key && this.#wanted && this.more) void this.further();
  }

  async #fetch(): Promise<boolean> {
    const key = this.#key;
    if (this.#next === undefined) return false;
    try {
      const page = await get(this.#address(PAGE, this.#next));
      if (key !== this.#key) return false;
      this.#chunks.add(page.items);
      this.#next = page.next;
      this.fault = '';
      return true;
    } catch (fault) {
      this.fault = sentence(fault);
      return false;
    } finally {
      this.host.requestUpdate();
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
      if (known.length > 0 && this.#chunks.entries.length > known.length + rest.length) {
        // What came further on meanwhile would be lost.
        this.#stale = true;
        return;
      }
      const read = page.items.map((entry) => {
        const old = before.get(entry.id);
        return old?.[1] === JSON.stringify(entry) ? old[0] : entry;
      });
      const ids = new Set(read.map((entry) => entry.id));
      this.total = page.total;
      this.empty = page.empty;
      if (rest.length === 0) this.#next = page.next;
      this.#chunks.become([...read, ...rest.filter((entry) => !ids.has(entry.id))]);
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
    if (!this.#renewing) void this.#renew();
  };

  async #renew(): Promise<void> {
    this.#renewing = true;
    while (this.#stale) {
      this.#stale = false;
      if (this.#going) this.#stale = true;
      else {
        const shown = this.#chunks.entries;
        const first = shown.slice(0, ANEW);
        await this.#read(Math.max(FIRST, first.length), first, shown.slice(ANEW));
      }
      await new Promise<void>((rested) => (this.#timer = setTimeout(rested, PAUSE)));
    }
    this.#renewing = false;
  }
}

/** After the next frame: what watches the end of the list has seen where that is now. */
async function drawn(): Promise<void> {
  for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done));
}
