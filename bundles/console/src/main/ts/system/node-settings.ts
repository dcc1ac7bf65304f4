// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/settings';
import type { List, SettingsEntry } from '../types';

/** Every settings file that is not a service's own page: the node's name and addresses, and the rooms of the house. */
@customElement('cloudy-node-settings')
export class NodeSettings extends Part {
  #all = new Live<List<SettingsEntry>>(this, 'settings', ['settings']);

  override render(): TemplateResult {
    const mine = (this.#all.value?.items ?? []).filter((one) => one.declared && !one.pid.includes('~') && !one.factory);
    return html`${mine.map(
      (one) => html`<details ?open=${one.pid === 'cloudy.node'}>
        <summary><strong>${one.title || one.pid}</strong> <span class="quiet">${one.pid}</span> ${one.refusal ? html`<span class="fault">${one.refusal}</span>` : ''}</summary>
        <cloudy-settings .pid=${one.pid} .without=${[]}></cloudy-settings>
      </details>`,
    )}`;
  }
}
