// SPDX-License-Identifier: Apache-2.0
import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../element';
import { memberName, number, t } from '../texts';
import type { Member } from '../types';
import { Labels, type Spot } from './labels';

const RINGS = [1, 3, 10, 30, 100, 300];
const SHOWN = 200;
const EDGE = 100;
/** Who answers at once is beside this node, not on it. */
const CLOSE = 10;

/** A picture of who is near: this node in the middle, the others as far away as their answers take, on a logarithmic scale. */
@customElement('cloudy-near')
export class Near extends Part {
  @property({ attribute: false }) members: Member[] = [];

  override render(): TemplateResult {
    const others = this.members.filter((member) => !member.own && member.distanceMs !== undefined).slice(0, SHOWN);
    const far = Math.max(10, ...others.map((member) => member.distanceMs ?? 0));
    const radius = (ms: number): number => CLOSE + (76 * Math.log1p(ms)) / Math.log1p(far);
    const rings = RINGS.filter((ms) => ms <= far);
    const spots = others.map((member, i): Spot => {
      // The golden angle: neighbours in the list are far apart in the picture, and stay where they are.
      const angle = i * 2.399963;
      const r = radius(member.distanceMs ?? 0);
      return { x: r * Math.cos(angle), y: r * Math.sin(angle) };
    });
    const labels = new Labels(EDGE, [{ x: 0, y: 0 }, ...spots]);
    for (const ms of rings) labels.keep({ x: 0, y: -radius(ms) - 1 }, `${number(ms)} ms`);
    const own = this.members.find((member) => member.own);
    return html`<svg class="near" viewBox="${-EDGE} ${-EDGE} ${2 * EDGE} ${2 * EDGE}" role="img" aria-label=${t('near.label', { count: others.length, far: number(far, 0) })}>
      ${rings.map((ms) => svg`<circle class="ring" r=${radius(ms)}></circle><text class="ring" y=${-radius(ms) - 1} text-anchor="middle">${number(ms)} ms</text>`)}
      <circle class="own" r="4"></circle>
      ${own ? this.#name(labels, { x: 0, y: 0 }, t('entry.own')) : nothing}
      ${others.map((member, i) => {
        const spot = spots[i] ?? { x: 0, y: 0 };
        return svg`<circle class=${member.status === 'alive' ? 'alive' : 'lost'} cx=${spot.x} cy=${spot.y} r="2.5"><title>${memberName(member)}, ${number(member.distanceMs ?? 0, 1)} ms</title></circle>`;
      })}
      ${others.map((member, i) => this.#name(labels, spots[i] ?? { x: 0, y: 0 }, memberName(member)))}
    </svg>`;
  }

  /** The name beside its dot, where there is room for it: the nearest come first, all are in the table. */
  #name(labels: Labels, spot: Spot, name: string): TemplateResult | typeof nothing {
    const label = labels.place(spot, name);
    return label ? svg`<text class="name" x=${label.x} y=${label.y} text-anchor=${label.anchor}>${label.text}</text>` : nothing;
  }
}
