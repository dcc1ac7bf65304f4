// SPDX-License-Identifier: Apache-2.0

export interface Spot {
  x: number;
  y: number;
}

export interface Label extends Spot {
  text: string;
  anchor: 'start' | 'middle' | 'end';
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LONGEST = 16;
/** Of the stylesheet's letters: how high a line is and how wide a letter, taken rather too wide. */
const LINE = 8;
const LETTER = 4.4;
const DOT = 3;
const GAP = 4.5;

/** Finds room for names beside dots, so that none lies over another name or dot or goes beyond the picture. */
export class Labels {
  readonly #taken: Box[] = [];

  constructor(
    private readonly edge: number,
    private readonly dots: readonly Spot[],
  ) {}

  /** Keeps the room of a text that is there, in the middle over a spot. */
  keep(spot: Spot, text: string): void {
    this.#taken.push(box({ ...spot, text, anchor: 'middle' }));
  }

  /** The name where there is room for it: to the right, the left, below or above. */
  place(dot: Spot, name: string): Label | undefined {
    const letters = Array.from(name);
    const text = letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : name;
    const places: Label[] = [
      { x: dot.x + GAP, y: dot.y + LINE / 3, text, anchor: 'start' },
      { x: dot.x - GAP, y: dot.y + LINE / 3, text, anchor: 'end' },
      { x: dot.x, y: dot.y + GAP + LINE * 0.7, text, anchor: 'middle' },
      { x: dot.x, y: dot.y - GAP, text, anchor: 'middle' },
    ];
    const found = places.find((place) => this.#isFree(box(place), dot));
    if (found) this.#taken.push(box(found));
    return found;
  }

  #isFree(one: Box, own: Spot): boolean {
    return (
      Math.min(one.left, one.top) >= -this.edge &&
      Math.max(one.right, one.bottom) <= this.edge &&
      !this.#taken.some((other) => meet(one, other)) &&
      !this.dots.some((dot) => dot !== own && (dot.x !== own.x || dot.y !== own.y) && meet(one, { left: dot.x - DOT, right: dot.x + DOT, top: dot.y - DOT, bottom: dot.y + DOT }))
    );
  }
}

function box({ x, y, text, anchor }: Label): Box {
  const width = Array.from(text).length * LETTER;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - LINE * 0.8, bottom: y + LINE * 0.25 };
}

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
