// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { at, filled, Refused, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t } from '../texts';
import type { Schema, SettingsEntry } from '../types';
import { confirm } from './dialog';
import './schema-form';
import type { Values } from './schema-form';
import './settings';
import { attempt, say } from './toasts';

/** A list of things, each with settings of its own: one form each, and an empty one for another. */
@customElement('cloudy-things')
export class Things extends Part {
  @property({ attribute: false }) list!: SettingsEntry;
  @property({ attribute: false }) things: SettingsEntry[] = [];
  @state() private opened = '';
  #schema = new Live<'settings/{pid}/schema'>(this, undefined, []);

  override willUpdate(): void {
    this.#schema.path = at('settings/{pid}/schema', { pid: this.list.pid });
  }

  override render(): TemplateResult | typeof nothing {
    const schema = this.#schema.value as Schema | undefined;
    if (!schema) return nothing;
    const may = session.may(this.list.adminOnly ? 'admin' : 'operator');
    const asked: Schema = {
      ...schema,
      required: ['~', ...(schema.required ?? [])],
      properties: {
        '~': { type: 'string', title: t('things.name'), description: t('things.name.help'), pattern: '^[A-Za-z0-9_-]{1,64}$', 'x-sentence': t('things.name.wrong') },
        ...schema.properties,
      },
    };
    return html`
      ${schema.description ? html`<p class="quiet prose">${schema.description}</p>` : nothing}
      ${this.things.length === 0 ? html`<p class="empty">${t('things.none')}</p>` : nothing}
      ${this.things.map((thing) => this.#thing(thing, may))}
      ${may
        ? html`<details class="add"><summary>${t('things.add')}</summary><cloudy-form .schema=${asked} .action=${t('things.add')} .save=${this.#add}></cloudy-form></details>`
        : nothing}
    `;
  }

  #thing(thing: SettingsEntry, may: boolean): TemplateResult {
    const open = this.opened === thing.pid;
    return html`<details class="thing" ?open=${open} @toggle=${(event: Event) => this.#toggle(thing.pid, event)}>
      <summary><bdi>${name(thing)}</bdi> ${thing.refused ? html`<span class="fault">${t('settings.refused')}</span>` : nothing}</summary>
      ${open
        ? html`<cloudy-settings .pid=${thing.pid} heading=""></cloudy-settings>
            ${may ? html`<p class="row"><button type="button" class="danger small" @click=${() => this.#remove(thing)}>${t('word.remove')}</button></p>` : nothing}`
        : nothing}
    </details>`;
  }

  #toggle(pid: string, event: Event): void {
    if ((event.currentTarget as HTMLDetailsElement).open) this.opened = pid;
    else if (this.opened === pid) this.opened = '';
  }

  #add = async (values: Values): Promise<void> => {
    const { '~': called, ...rest } = filled<Record<string, unknown>>(values);
    const pid = `${this.list.pid}~${String(called)}`;
    if (this.things.some((thing) => thing.pid === pid)) throw new Refused(409, t('things.exists'), '~');
    await send('PUT', at('settings/{pid}', { pid }), rest);
    say(t('word.saved'));
    this.dispatchEvent(new Event('changed'));
  };

  async #remove(thing: SettingsEntry): Promise<void> {
    if (!(await confirm(t('word.remove'), t('things.remove', { name: name(thing) }), t('word.remove')))) return;
    if (await attempt(() => send('DELETE', at('settings/{pid}', { pid: thing.pid })))) this.dispatchEvent(new Event('changed'));
  }
}

function name(thing: SettingsEntry): string {
  return thing.pid.slice(thing.pid.indexOf('~') + 1);
}
