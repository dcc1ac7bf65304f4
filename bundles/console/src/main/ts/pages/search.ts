// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { at } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/entries';
import { Listing } from '../parts/listing';
import { router } from '../router';
import { counted, isNode, number, t, typeName } from '../texts';

const TABS = 8;
const FILTERS = ['type', 'text', 'node', 'source', 'order'] as const;

/** Everything that anyone announces, nearest first, as it comes and goes. */
@customElement('cloudy-search')
export class Search extends Part {
  @property({ attribute: false }) query = new URLSearchParams();
  @query('.further') private end!: HTMLElement | null;
  #listing = new Listing(this);
  #types = new Live(this, at('directory/types'), ['directory']);
  #near = new IntersectionObserver((seen) => this.#listing.want(seen.some((one) => one.isIntersecting)), { rootMargin: '3000px' });
  #watched: HTMLElement | null = null;

  override disconnectedCallback(): void {
    this.#near.disconnect();
    this.#watched = null;
    super.disconnectedCallback();
  }

  override willUpdate(): void {
    const asked = Object.fromEntries(FILTERS.map((name) => [name, this.query.get(name) ?? undefined]));
    this.#listing.ask(asked);
  }

  override updated(): void {
    if (this.end === this.#watched) return;
    this.#near.disconnect();
    this.#watched = this.end;
    if (this.end) this.#near.observe(this.end);
  }

  override render(): TemplateResult {
    const { chunks, total, empty, fault, more } = this.#listing;
    const node = this.query.get('node');
    return html`
      <h1>${t('search.title')}</h1>
      <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
        <div class="field"><label for="text">${t('search.text')}</label><input id="text" type="search" autocomplete="off" .value=${this.query.get('text') ?? ''} @input=${(event: Event) => this.#filter('text', event)} /></div>
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
      ${this.#tabs()}
      <p role="status" class="quiet">${total ? counted('search.found', total) : ''}</p>
      ${node ? html`<p class="row"><span class="tag"><bdi>${t('search.node', { node })}</bdi></span> <a href="/ui/${this.#with('node', '')}">${t('search.everywhere')}</a></p>` : nothing}
      ${total === 0 ? html`<p class="empty">${empty ?? counted('search.found', 0)}</p>` : nothing}
      ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
      ${chunks.length === 0 ? nothing : html`<div class="entries" role="list" aria-label=${t('search.title')}>
        ${repeat(chunks, (one) => one.key, (one) => html`<cloudy-entries .items=${one.items} .first=${one.first} .all=${total ?? 0}></cloudy-entries>`)}</div>`}
      ${more ? html`<p class="row further"><button type="button" class="plain" @click=${() => this.#listing.further()}>${t('search.more')}</button></p>` : nothing}
    `;
  }

  #tabs(): TemplateResult | typeof nothing {
    const types = this.#types.value?.items ?? [];
    if (types.length === 0) return nothing;
    const chosen = this.query.get('type') ?? '';
    const sorted = [...types.filter((one) => !isNode(one.type)), ...types.filter((one) => isNode(one.type))];
    const shown = sorted.filter((one, i) => i < TABS || one.type === chosen);
    const rest = sorted.filter((one) => !shown.includes(one));
    const all = types.reduce((sum, one) => sum + one.count, 0);
    return html`<nav class="tabs" aria-label=${t('search.type')}>
      <a href="/ui/${this.#with('type', '')}" aria-current=${chosen ? nothing : 'page'}>${t('search.all')} <small>${number(all)}</small></a>
      ${shown.map((one) => html`<a href="/ui/${this.#with('type', one.type)}" aria-current=${one.type === chosen ? 'page' : nothing}><bdi>${typeName(one.type)}</bdi> <small>${number(one.count)}</small></a>`)}
      ${rest.length === 0
        ? nothing
        : html`<select aria-label=${t('search.types')} @change=${(event: Event) => this.#filter('type', event)}>
            <option value="">${t('search.types')}</option>
            ${rest.map((one) => html`<option value=${one.type}>${typeName(one.type)} (${number(one.count)})</option>`)}
          </select>`}
    </nav>`;
  }

  #with(name: string, value: string): string {
    const query = new URLSearchParams(this.query);
    if (value) query.set(name, value);
    else query.delete(name);
    const text = query.toString();
    return `search${text ? `?${text}` : ''}`;
  }

  #filter(name: string, event: Event): void {
    router.go(this.#with(name, (event.target as HTMLInputElement | HTMLSelectElement).value), true);
  }
}
