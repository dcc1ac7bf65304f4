// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from './element';

/** What this node and its neighbours offer, for people without an account. */
@customElement('cloudy-public')
export class PublicPage extends Part {
  override render(): TemplateResult {
    return html`<main><h1>Cloudy</h1></main>`;
  }
}
