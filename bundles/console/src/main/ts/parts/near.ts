// SPDX-License-Identifier: Apache-2.0
import { html, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../element';
import { number, t } from '../texts';
import type { Member } from '../types';

const RINGS = [1, 3, 10, 30, 100, 300];
const SHOWN = 200;

/** A picture of who is near: this node in the middle, the others as far away as their answers take, on a logarithmic scale. */
@customElement('cloudy-near')
export class Near extends Part {
  @property({ attribute: false }) members: Member[] = [];

  override render(): TemplateResult {
    const others = this.members.filter((member) => !member.own && member.distanceMs !== undefined).slice(0, SHOWN);
    const far = Math.max(10, ...others.map((member) => member.distanceMs ?? 0));
    const radius = (ms: number): number => (90 * Math.log1p(ms)) / Math.log1p(far);
    const label = t('near.label', { count: others.length, far: number(far, 0) });
    return html`<svg class="near" viewBox="-100 -100 200 200" role="img" aria-label=${label}>
      ${RINGS.filter((ms) => ms <= far).map((ms) => svg`<circle class="ring" r=${radius(ms)}></circle><text class="ring" y=${-radius(ms) - 1}>${number(ms)} ms</text>`)}
      <circle class="own" r="4"></circle>
      ${others.map((member, i) => {
        // The golden angle: neighbours in the list are far apart in the picture, and stay where they are.
        const angle = i * 2.399963;
        const r = radius(member.distanceMs ?? 0);
        return svg`<circle class=${member.status === 'alive' ? 'alive' : 'lost'} cx=${r * Math.cos(angle)} cy=${r * Math.sin(angle)} r="2.5"><title>${member.name}, ${number(member.distanceMs ?? 0, 1)} ms</title></circle>`;
      })}
    </svg>`;
  }
}
