// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/settings';
import '../parts/things';
import { t } from '../texts';
import type { SettingsEntry } from '../types';

/** Every settings file: the node's name and addresses, the rooms of the house, and lists of things. */
@customElement('cloudy-node-settings')
export class NodeSettings extends Part {
  @state() private opened: ReadonlySet<string> = new Set(['cloudy.node']);
  #all = new Live(this, at('settings', {}, { limit: 1000 }), ['settings']);

  override render(): TemplateResult {
    const all = this.#all.value?.items ?? [];
    const mine = all.filter((one) => !one.pid.includes('~'));
    return html`${mine.map((one) => {
      const things = all.filter((thing) => thing.pid.startsWith(`${one.pid}~`));
      const refused = one.refused || things.some((thing) => thing.refused);
      return html`<details class="card fold" ?open=${this.opened.has(one.pid)} @toggle=${(event: Event) => this.#toggle(one.pid, event)}>
        <summary>${one.title || one.pid} ${one.list ? html`<span class="tag">${things.length}</span>` : nothing}<span class="quiet">${one.pid}</span> ${refused ? html`<span class="fault">${t('settings.refused')}</span>` : nothing}</summary>
        ${this.opened.has(one.pid) ? this.#opened(one, things) : nothing}
      </details>`;
    })}`;
  }

  #opened(one: SettingsEntry, things: SettingsEntry[]): TemplateResult {
    return one.list
      ? html`<cloudy-things .list=${one} .things=${things} @changed=${() => this.#all.read()}></cloudy-things>`
      : html`<cloudy-settings .pid=${one.pid} heading="" .without=${[]}></cloudy-settings>`;
  }

  #toggle(pid: string, event: Event): void {
    if (!(event.currentTarget as HTMLDetailsElement).open || this.opened.has(pid)) return;
    this.opened = new Set([...this.opened, pid]);
  }
}
