// SPDX-License-Identifier: Apache-2.0
import type { Announcement } from '../types';

const CHUNK = 20;
/** A chunk that more comes into is cut in two at so many. */
const MOST = 40;
/** So many chunks may have gone at once, or have been mixed with others, before all that follows is cut anew. */
const LEAP = 3;

/** Entries that are drawn together, or not at all while nobody sees them. */
export interface Chunk {
  readonly key: number;
  /** How many entries come before it. */
  readonly first: number;
  readonly items: readonly Announcement[];
}

/** A list in chunks that stay what they are, as far as may be, when entries come and go: what is looked at does not move. */
export class Chunks {
  all: readonly Chunk[] = [];
  #keys = 0;

  get entries(): readonly Announcement[] {
    return this.all.flatMap((chunk) => chunk.items);
  }

  /** Adds what follows at the end. */
  add(entries: readonly Announcement[]): void {
    const known = new Set(this.entries.map((entry) => entry.id));
    const fresh = entries.filter((entry) => !known.has(entry.id));
    const pieces: Chunk[] = [];
    for (let from = 0; from < fresh.length; from += CHUNK) {
      pieces.push({ key: ++this.#keys, first: known.size + from, items: fresh.slice(from, from + CHUNK) });
    }
    this.all = [...this.all, ...pieces];
  }

  /** Is this list from now on, cut where the chunks began that there are. */
  become(entries: readonly Announcement[]): void {
    const there = new Set(entries.map((entry) => entry.id));
    const old = this.all.filter((chunk) => chunk.items.some((entry) => there.has(entry.id)));
    if (old.length === 0) {
      this.all = [];
      this.add(entries);
      return;
    }
    const begins = new Map(old.map((chunk, i) => [chunk.items.find((entry) => there.has(entry.id))?.id, i]));
    const pieces: { of: Chunk | undefined; items: Announcement[] }[] = [{ of: old[0], items: [] }];
    let at = 0;
    for (const entry of entries) {
      const begun = begins.get(entry.id) ?? -1;
      const next = begun > at && begun <= at + LEAP;
      if (next) at = begun;
      if (next || (pieces.at(-1)?.items.length ?? 0) >= MOST) pieces.push({ of: next ? old[at] : undefined, items: [] });
      pieces.at(-1)?.items.push(entry);
    }
    let first = 0;
    this.all = pieces
      .filter(({ items }) => items.length > 0)
      .map(({ of, items }) => {
        const chunk = { key: of?.key ?? ++this.#keys, first, items: of && same(items, of.items) ? of.items : items };
        first += items.length;
        return chunk;
      });
  }
}

function same(some: readonly Announcement[], others: readonly Announcement[]): boolean {
  return some.length === others.length && some.every((entry, i) => entry === others[i]);
}
