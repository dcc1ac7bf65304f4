// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { part, post, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t, word } from '../texts';
import type { CatalogueEntry, List } from '../types';
import { confirm } from './dialog';
import './job';
import { attempt } from './toasts';

/** What can be installed, by category. */
@customElement('cloudy-catalogue')
export class Catalogue extends Part {
  @state() private job = '';
  #entries = new Live<List<CatalogueEntry>>(this, 'catalogue', ['catalogue', 'job']);

  override render(): TemplateResult | typeof nothing {
    const entries = this.#entries.value?.items ?? [];
    if (entries.length === 0) return nothing;
    const categories = [...new Set(entries.map((entry) => entry.category))];
    return html`<section aria-labelledby="catalogue">
      <h2 id="catalogue">${t('catalogue.title')}</h2>
      ${this.job ? html`<div class="card"><cloudy-job .job=${this.job}></cloudy-job></div>` : nothing}
      ${categories.map(
        (category) => html`<h3>${word('category', category)}</h3>
          <ul class="cards">
            ${entries
              .filter((entry) => entry.category === category)
              .map(
                (entry) => html`<li>
                  <h4>${entry.title}</h4>
                  <p>${entry.description}</p>
                  <p class="quiet">${entry.version ?? ''} ${entry.installed ? html`<span class="tag">${t('catalogue.installed')}</span>` : ''}</p>
                  ${session.may('admin') ? html`<p class="row">${this.#button(entry)}</p>` : nothing}
                </li>`,
              )}
          </ul>`,
      )}
    </section>`;
  }

  #button(entry: CatalogueEntry): TemplateResult {
    return entry.installed
      ? html`<button type="button" class="danger" @click=${() => this.#remove(entry)}>${t('catalogue.remove')}</button>`
      : html`<button type="button" @click=${() => this.#run(async () => await post<{ job: string }>(`catalogue/${part(entry.id)}/install`))}>${t('catalogue.install')}</button>`;
  }

  async #remove(entry: CatalogueEntry): Promise<void> {
    if (await confirm(t('catalogue.remove'), t('catalogue.remove.help', { name: entry.title }), t('catalogue.remove'))) {
      await this.#run(async () => (await send<{ job: string }>('DELETE', `catalogue/${part(entry.id)}`)).value);
    }
  }

  async #run(begin: () => Promise<{ job: string }>): Promise<void> {
    await attempt(async () => {
      this.job = (await begin()).job;
    });
  }
}
