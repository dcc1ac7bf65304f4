// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../element';
import type { Announcement } from '../types';
import './entry';

/** What is drawn before it comes into sight, of a page that is scrolled fast. */
const AHEAD = '1200px';

/** How wide the list and how high an entry is, by the chunk that was seen last; until then by the stylesheet. */
let last = { width: 0, row: 52 };

const sight = new IntersectionObserver(
  (seen) => {
    for (const one of seen) if (one.target instanceof Entries) one.target.comes(one);
  },
  { rootMargin: AHEAD },
);

/** On paper nobody scrolls: all that was read is drawn while it is printed. */
function print(printed: boolean): void {
  for (const one of document.querySelectorAll('cloudy-entries')) if (one instanceof Entries) one.printed = printed;
}

addEventListener('beforeprint', () => print(true));
addEventListener('afterprint', () => print(false));

/**
 * Some of the entries of a long list. While nobody sees them they are nothing but as high as they were: thousands of entries
 * cost a page no more than those in sight. What somebody has opened, or stands at with the keyboard, stays.
 */
@customElement('cloudy-entries')
export class Entries extends Part {
  @property({ attribute: false }) items: readonly Announcement[] = [];
  /** How many entries come before these, and how many there are in all: a screen reader says so. */
  @property({ attribute: false }) first = 0;
  @property({ attribute: false }) all = 0;
  @property({ attribute: false }) printed = false;
  @state() private near = false;
  #own = last;

  override connectedCallback(): void {
    super.connectedCallback();
    sight.observe(this);
  }

  override disconnectedCallback(): void {
    sight.unobserve(this);
    super.disconnectedCallback();
  }

  /** Is told that it comes near to what is seen, or goes. */
  comes({ isIntersecting, boundingClientRect: { width, height } }: IntersectionObserverEntry): void {
    if (this.near && this.items.length > 0) {
      last = { width, row: height / this.items.length };
      this.#own = last;
    }
    if (isIntersecting) this.near = true;
    else if (!this.matches(':focus-within') && !this.querySelector('details[open]')) this.near = false;
  }

  override willUpdate(): void {
    const { row } = this.#own.width === last.width ? this.#own : last;
    this.style.height = this.near || this.printed ? '' : `${row * this.items.length}px`;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.near && !this.printed) return nothing;
    return html`${repeat(
      this.items,
      (entry) => entry.id,
      (entry, i) => html`<div class="item" role="listitem" aria-setsize=${this.all} aria-posinset=${this.first + i + 1}><cloudy-entry .entry=${entry}></cloudy-entry></div>`,
    )}`;
  }
}
