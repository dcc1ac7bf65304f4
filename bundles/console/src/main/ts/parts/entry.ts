// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { at, filled, get, part, send, session } from '../api';
import { Part } from '../element';
import { ago, isNode, number, t, typeName, word } from '../texts';
import type { Action, Announcement, Schema } from '../types';
import { open } from './dialog';
import './job';
import './qr';
import './schema-form';
import type { Values } from './schema-form';
import { attempt } from './toasts';

/** One announcement: what it is, whose, how far, and what can be done with it. Everything in it is a stranger's text. */
@customElement('cloudy-entry')
export class Entry extends Part {
  @property({ attribute: false }) entry!: Announcement;
  @state() private actions: Action[] | undefined;
  @state() private shown = false;

  override render(): TemplateResult {
    const { entry } = this;
    const address = entry.port ? `${entry.address.includes(':') ? `[${entry.address}]` : entry.address}:${entry.port}` : entry.address;
    const node = isNode(entry.type);
    const whose = entry.own ? t('entry.own') : entry.host || entry.nodeId || entry.address;
    return html`<details ?open=${this.shown} @toggle=${this.#toggle}>
      <summary>
        <bdi class="name">${node ? entry.host || entry.nodeId || entry.address : entry.description || typeName(entry.type)}</bdi>
        <span class="tag"><bdi>${typeName(entry.type)}</bdi></span>
        ${node && !entry.own ? nothing : html`<span class="quiet"><bdi>${whose}</bdi></span>`}
        <span class="quiet distance">${entry.own ? '' : entry.distanceMs === undefined ? word('audience', entry.reach) : t('entry.distance', { ms: number(entry.distanceMs, 1) })}</span>
      </summary>
      ${this.shown ? this.#details(address) : nothing}
    </details>`;
  }

  #details(address: string): TemplateResult {
    const { entry } = this;
    return html`
      <p class="row">${(this.actions ?? []).filter((action) => session.may(action.role)).map((action) => this.#action(action))}</p>
      <dl>
        <div><dt>${t('entry.address')}</dt><dd><code>${address}</code> <button type="button" class="plain small" @click=${() => this.#copy(address)}>${t('word.copy')}</button>
          <button type="button" class="plain small" @click=${() => open(entry.description, () => html`<cloudy-qr .text=${address}></cloudy-qr><p>${address}</p>`)}>QR</button></dd></div>
        ${entry.nodeId ? html`<div><dt>${t('entry.node')}</dt><dd><a href="/ui/search?node=${part(entry.nodeId)}"><bdi>${entry.nodeId}</bdi></a></dd></div>` : nothing}
        ${entry.type ? html`<div><dt>${t('search.type')}</dt><dd><bdi>${entry.type}</bdi> ${entry.protocol}</dd></div>` : nothing}
        <div><dt>${t('entry.heard')}</dt><dd>${entry.carriers.map((carrier) => word('carrier', carrier)).join(', ')}, ${ago(entry.lastHeard)}</dd></div>
        ${Object.entries(entry.txt).map(([key, value]) => html`<div><dt><bdi>${key}</bdi></dt><dd><bdi>${value ?? ''}</bdi></dd></div>`)}
      </dl>`;
  }

  #action(action: Action): TemplateResult {
    if (action.link) return html`<a class="button" href=${action.link} target="_blank" rel="noopener noreferrer">${action.title}</a>`;
    if (!action.joined) return html`<button type="button" @click=${() => this.#run(action)}>${action.title}</button>`;
    return html`<span class="state ${action.joined.state}">${action.joined.reason || word('joined', action.joined.state)}</span>
      <button type="button" class="plain small" @click=${() => this.#undo(action)}>${t('network.undo')}</button>`;
  }

  #toggle = (event: Event): void => {
    this.shown = (event.currentTarget as HTMLDetailsElement).open;
    if (this.shown) void this.#read();
  };

  /** What is joined and not up yet is looked at again until it is. */
  async #read(): Promise<void> {
    await attempt(async () => {
      this.actions = (await get(at('directory/{id}/actions', { id: this.entry.id }))).items;
    });
    if (this.actions?.some((action) => action.joined && action.joined.state !== 'up')) {
      setTimeout(() => { if (this.shown && this.isConnected && !document.hidden) void this.#read(); }, 3000);
    }
  }

  async #run(action: Action): Promise<void> {
    const start = async (values: Values): Promise<string> =>
      (await send('POST', at('directory/{id}/actions/{action}', { id: this.entry.id, action: action.id }), values)).job;
    await open(action.title, () => html`<cloudy-action .action=${action} .start=${start}></cloudy-action>`);
    await this.#read();
  }

  async #undo(action: Action): Promise<void> {
    await attempt(async () => {
      const { job } = await send('DELETE', at('joined/{action}/{key}', { action: action.id, key: action.joined?.key ?? '' }));
      await open(t('network.undo'), () => html`<cloudy-job .job=${job}></cloudy-job>`);
    });
    await this.#read();
  }

  async #copy(text: string): Promise<void> {
    await attempt(() => navigator.clipboard.writeText(text), t('word.copied'));
  }
}

/** What an action asks, and its job once it has begun. */
@customElement('cloudy-action')
export class ActionView extends Part {
  @property({ attribute: false }) action!: Action;
  @property({ attribute: false }) start!: (values: Values) => Promise<string>;
  @state() private job = '';

  override render(): TemplateResult {
    if (this.job) return html`<cloudy-job .job=${this.job}></cloudy-job>`;
    const schema = (this.action.schema ?? { type: 'object', properties: {} }) as unknown as Schema;
    return html`${schema.description ? html`<p>${schema.description}</p>` : nothing}
      <cloudy-form .schema=${schema} .action=${this.action.title} .save=${this.#begin}></cloudy-form>`;
  }

  #begin = async (values: Values): Promise<void> => {
    this.job = await this.start(filled(values));
  };
}
