// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { at, request, session, type Role } from '../api';
import { Part } from '../element';
import { events, Live } from '../live';
import { language, t } from '../texts';
import type { ContributedPage } from '../types';

/** The console's own way to the API, for pages that were not made with it. */
const NODE = {
  get: (path: string): Promise<unknown> => request('GET', path),
  send: async (method: string, path: string, body?: unknown): Promise<{ value: unknown }> => ({ value: await request(method, path, body) }),
  language: language(),
  may: (role: Role): boolean => session.may(role),
};

/** The pages that bundles bring for a service. Each is in a place of its own, so one that fails breaks nothing else. */
@customElement('cloudy-contributed')
export class Contributed extends Part {
  @property() service = '';
  @state() private faults: Record<string, string> = {};
  #pages = new Live(this, at('pages'), []);
  #loaded = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    events.addEventListener('changed', this.#changed);
  }

  override disconnectedCallback(): void {
    events.removeEventListener('changed', this.#changed);
    super.disconnectedCallback();
  }

  /** Who has just switched the service on does not wait for the next look of its page. */
  #changed = (event: Event): void => {
    if ((event as CustomEvent<string>).detail === 'service') document.dispatchEvent(new Event('cloudy-service'));
  };

  override render(): TemplateResult | typeof nothing {
    const mine = this.#mine();
    if (mine.length === 0) return nothing;
    return html`${mine.map(
      (page) => html`<section class="card" aria-label=${page.title}>
        <h2>${page.title}</h2>
        ${this.faults[page.element] ? html`<p class="fault">${t('page.broken')} ${this.faults[page.element]}</p>` : nothing}
        <div data-element=${page.element}></div>
      </section>`,
    )}`;
  }

  override updated(): void {
    for (const page of this.#mine()) if (!this.#loaded.has(page.element)) void this.#load(page);
  }

  #mine(): ContributedPage[] {
    return (this.#pages.value?.items ?? []).filter((page) => page.service === this.service);
  }

  async #load(page: ContributedPage): Promise<void> {
    this.#loaded.add(page.element);
    try {
      await import(/* @vite-ignore */ page.module);
      const place = this.querySelector(`[data-element="${page.element}"]`);
      const element = document.createElement(page.element);
      if (!customElements.get(page.element)) throw new Error(`${page.module} defines no ${page.element}`);
      Object.assign(element, { service: this.service, node: NODE });
      place?.replaceChildren(element);
    } catch (fault) {
      this.faults = { ...this.faults, [page.element]: fault instanceof Error ? fault.message : String(fault) };
    }
  }
}
