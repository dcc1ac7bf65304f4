// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { at, get, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t, word } from '../texts';
import type { CatalogueEntry } from '../types';
import { confirm, confirmWith } from './dialog';
import './job';
import { attempt } from './toasts';

const OWN = 'cloudy';
const ORDER = ['guifi', 'community', 'personal', 'system', 'other'];

/** What can be installed, by category. */
@customElement('cloudy-catalogue')
export class Catalogue extends Part {
  /** Only what has these words, in any case. */
  @property() words = '';
  @state() private job = '';
  #entries = new Live(this, at('catalogue', {}, { limit: 1000 }), ['catalogue', 'job']);

  override render(): TemplateResult | typeof nothing {
    const all = this.#entries.value?.items ?? [];
    if (all.length === 0) return nothing;
    const words = this.words.toLowerCase();
    const entries = all.filter((entry) => `${entry.title} ${entry.description} ${entry.id} ${word('category', entry.category)}`.toLowerCase().includes(words));
    const categories = ORDER.filter((category) => entries.some((entry) => entry.category === category));
    return html`<section aria-labelledby="catalogue">
      <h2 id="catalogue">${t('catalogue.title')}</h2>
      ${this.job ? html`<div class="card"><cloudy-job .job=${this.job}></cloudy-job></div>` : nothing}
      ${entries.length === 0 ? html`<p class="empty">${t('services.none')}</p>` : nothing}
      <div class="cards two">
        ${categories.map(
          (category) => html`<section class="card" aria-label=${word('category', category)}><h3>${word('category', category)}</h3>
            <ul class="plainlist">${entries.filter((entry) => entry.category === category).map((entry) => this.#line(entry))}</ul></section>`,
        )}
      </div>
    </section>`;
  }

  #line(entry: CatalogueEntry): TemplateResult {
    return html`<li>
      <span class="grow"><strong><bdi>${entry.title}</bdi></strong> <small>${entry.installedVersion ?? entry.version}</small>
        ${entry.installed ? html`<span class="tag">${t('catalogue.installed')}</span>` : nothing}
        ${entry.origin === OWN ? nothing : html`<span class="tag">${t('catalogue.origin', { name: entry.origin })}</span>`}
        <br /><span class="quiet"><bdi>${entry.description}</bdi></span>
        ${entry.reason ? html`<br /><span class="fault">${entry.reason}</span>` : nothing}</span>
      ${session.may('admin')
        ? html`<span class="row">
            ${entry.installed ? nothing : html`<button type="button" class="plain small" @click=${() => this.#bring(entry, 'install')}>${t('catalogue.install')}</button>`}
            ${entry.installed && entry.update ? html`<button type="button" class="small" @click=${() => this.#bring(entry, 'update')}>${t('catalogue.update', { version: entry.version })}</button>` : nothing}
            ${entry.installed ? html`<button type="button" class="danger small" @click=${() => this.#remove(entry)}>${t('catalogue.remove')}</button>` : nothing}
          </span>`
        : nothing}
    </li>`;
  }

  /** What a stranger's repository brings is shown first, and what is agreed to is what was shown. */
  #bring(entry: CatalogueEntry, what: 'install' | 'update'): Promise<boolean> {
    return attempt(async () => {
      const { id } = entry;
      const digest = entry.origin === OWN ? '' : await this.#agree(entry);
      if (digest === undefined) return;
      const body = digest ? { confirm: digest } : {};
      const begun = what === 'install' ? await send('POST', at('catalogue/{id}/install', { id }), body) : await send('POST', at('catalogue/{id}/update', { id }), body);
      this.job = begun.job;
    });
  }

  async #agree(entry: CatalogueEntry): Promise<string | undefined> {
    const details = await get(at('catalogue/{id}', { id: entry.id }));
    const agreed = await confirmWith(
      t('catalogue.install'),
      html`<p>${t('catalogue.brings', { name: entry.title, origin: entry.origin })}</p>
        <ul>${details.bundles.map((bundle) => html`<li><bdi>${bundle.location}</bdi><br /><code>${bundle.sha256 ?? ''}</code></li>`)}</ul>`,
      t('catalogue.install'),
    );
    return agreed ? details.digest : undefined;
  }

  async #remove(entry: CatalogueEntry): Promise<void> {
    if (await confirm(t('catalogue.remove'), t('catalogue.remove.help', { name: entry.title }), t('catalogue.remove'))) {
      await attempt(async () => {
        this.job = (await send('DELETE', at('catalogue/{id}', { id: entry.id }))).job;
      });
    }
  }
}
