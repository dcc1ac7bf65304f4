// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../element';
import type { Announcement } from '../types';
import './entry';

/** Some of the entries of a long list: what comes after them does not have them drawn again. */
@customElement('cloudy-entries')
export class Entries extends Part {
  @property({ attribute: false }) items: readonly Announcement[] = [];

  override render(): TemplateResult {
    return html`<ul>${repeat(this.items, (entry) => entry.id, (entry) => html`<li><cloudy-entry .entry=${entry}></cloudy-entry></li>`)}</ul>`;
  }
}
