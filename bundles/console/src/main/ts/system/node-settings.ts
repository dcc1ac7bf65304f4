// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/settings';
import { t } from '../texts';
import type { List, SettingsEntry } from '../types';

/** Every settings file that is not a service's own page: the node's name and addresses, and the rooms of the house. */
@customElement('cloudy-node-settings')
export class NodeSettings extends Part {
  @state() private opened: ReadonlySet<string> = new Set(['cloudy.node']);
  #all = new Live<List<SettingsEntry>>(this, 'settings', ['settings']);

  override render(): TemplateResult {
    const mine = (this.#all.value?.items ?? []).filter((one) => !one.list && !one.pid.includes('~'));
    return html`${mine.map(
      (one) => html`<details class="card fold" ?open=${this.opened.has(one.pid)} @toggle=${(event: Event) => this.#toggle(one.pid, event)}>
        <summary>${one.title || one.pid}<span class="quiet">${one.pid}</span> ${one.refused ? html`<span class="fault">${t('settings.refused')}</span>` : nothing}</summary>
        ${this.opened.has(one.pid) ? html`<cloudy-settings .pid=${one.pid} heading="" .without=${[]}></cloudy-settings>` : nothing}
      </details>`,
    )}`;
  }

  #toggle(pid: string, event: Event): void {
    if (!(event.currentTarget as HTMLDetailsElement).open || this.opened.has(pid)) return;
    this.opened = new Set([...this.opened, pid]);
  }
}
