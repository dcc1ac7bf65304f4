// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { get } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/entry';
import { attempt } from '../parts/toasts';
import { router } from '../router';
import { counted, t } from '../texts';
import type { Announcement, Directory, List } from '../types';

const PAGE = 100;

/** Everything that anyone announces, nearest first, as it comes and goes. */
@customElement('cloudy-search')
export class Search extends Part {
  @property({ attribute: false }) query = new URLSearchParams();
  @state() private more: Announcement[] = [];
  @state() private next = '';
  @state() private ended = false;
  #first = new Live<Directory>(this, '', ['directory']);
  #types = new Live<List<{ type: string; count: number }>>(this, 'directory/types', ['directory']);
  #asked = '';

  override willUpdate(): void {
    const asked = this.#path();
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.more = [];
      this.next = '';
      this.ended = false;
    }
    this.#first.path = asked;
  }

  #path(): string {
    const wanted = new URLSearchParams({ limit: String(PAGE) });
    for (const name of ['type', 'text', 'node', 'source', 'order']) {
      const value = this.query.get(name);
      if (value) wanted.set(name, value);
    }
    return `directory?${wanted.toString()}`;
  }

  override render(): TemplateResult {
    const found = this.#first.value;
    // A page further on may hold what has moved to an earlier one.
    const first = found?.items ?? [];
    const seen = new Set(first.map((entry) => entry.id));
    const entries = [...first, ...this.more.filter((entry) => !seen.has(entry.id))];
    const next = this.ended ? '' : this.next || found?.next;
    return html`
      <h1>${t('search.title')}</h1>
      <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
        <div class="field"><label for="text">${t('search.text')}</label><input id="text" type="search" .value=${this.query.get('text') ?? ''} @input=${(event: Event) => this.#filter('text', event)} /></div>
        <div class="field"><label for="type">${t('search.type')}</label>
          <select id="type" @change=${(event: Event) => this.#filter('type', event)}>
            <option value="">${t('search.all')}</option>
            ${(this.#types.value?.items ?? []).map((one) => html`<option value=${one.type} ?selected=${one.type === this.query.get('type')}>${one.type} (${one.count})</option>`)}
          </select></div>
        <div class="field"><label for="source">${t('search.source')}</label>
          <select id="source" @change=${(event: Event) => this.#filter('source', event)}>
            <option value="">${t('search.all')}</option>
            ${(['own', 'mdns', 'serf'] as const).map((one) => html`<option value=${one} ?selected=${one === this.query.get('source')}>${t(`carrier.${one}`)}</option>`)}
          </select></div>
        <div class="field"><label for="order">${t('search.order')}</label>
          <select id="order" @change=${(event: Event) => this.#filter('order', event)}>
            ${(['distance', 'name', 'age'] as const).map((one) => html`<option value=${one} ?selected=${one === (this.query.get('order') ?? 'distance')}>${t(`order.${one}`)}</option>`)}
          </select></div>
      </form>
      <p role="status">${found && found.total > 0 ? counted('search.found', found.total) : ''}</p>
      ${found?.total === 0 ? html`<p class="empty">${found.empty ?? counted('search.found', 0)}</p>` : nothing}
      ${this.query.get('node') ? html`<p>${t('search.node', { node: this.query.get('node') ?? '' })} <a href="/ui/search">${t('search.all')}</a></p>` : nothing}
      ${this.#first.fault ? html`<p class="fault" role="alert">${this.#first.fault}</p>` : nothing}
      ${entries.length === 0 ? nothing : html`<ul class="entries">
        ${repeat(entries, (entry) => entry.id, (entry) => html`<li><cloudy-entry .entry=${entry}></cloudy-entry></li>`)}
      </ul>`}
      ${next ? html`<p class="row"><button type="button" class="plain" @click=${() => this.#further(next)}>${t('search.more')}</button></p>` : nothing}
    `;
  }

  #filter(name: string, event: Event): void {
    const value = (event.target as HTMLInputElement | HTMLSelectElement).value;
    const query = new URLSearchParams(this.query);
    if (value) query.set(name, value);
    else query.delete(name);
    const text = query.toString();
    router.go(`search${text ? `?${text}` : ''}`, true);
  }

  #further(cursor: string): Promise<boolean> {
    return attempt(() => this.#read(cursor));
  }

  async #read(cursor: string): Promise<void> {
    const asked = this.#asked;
    const page = await get<Directory>(`${asked}&cursor=${encodeURIComponent(cursor)}`);
    if (asked !== this.#asked) return;
    this.more = [...this.more, ...page.items];
    this.next = page.next ?? '';
    this.ended = !page.next;
  }
}
