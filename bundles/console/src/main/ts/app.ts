// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, get, session } from './api';
import { Part } from './element';
import { events } from './live';
import './pages/setup';
import './pages/sign-in';
import { pages } from './pages/pages';
import { router } from './router';
import { language, t, useLanguage, word } from './texts';
import './parts/toasts';

/** The frame of every page: who and where, the way to the others, and whether the node is there. */
@customElement('cloudy-app')
export class App extends Part {
  @state() private ready = false;
  @state() private setUp = true;

  override connectedCallback(): void {
    super.connectedCallback();
    useLanguage(language());
    router.listen();
    router.addEventListener('change', this.#moved);
    session.addEventListener('change', () => this.requestUpdate());
    events.addEventListener('away', () => this.requestUpdate());
    addEventListener('cloudy-language', () => this.requestUpdate());
    void this.#begin();
  }

  async #begin(): Promise<void> {
    try {
      session.set(await get(at('sessions/current')));
    } catch {
      try {
        this.setUp = !(await get(at('setup'))).needed;
      } catch {
        // The sign-in page says that the node is away.
      }
    }
    this.ready = true;
  }

  #moved = (): void => {
    this.requestUpdate();
    void this.updateComplete.then(() => {
      // A screen reader begins to read where the page begins.
      this.querySelector('main')?.focus();
      scrollTo(0, 0);
    });
  };

  override render(): TemplateResult | typeof nothing {
    if (!this.ready) return nothing;
    if (!this.setUp || (session.now && router.place.page === 'welcome')) {
      return html`${this.#away()}<main tabindex="-1"><cloudy-setup .step=${router.place.rest[0] ?? ''} @done=${() => (this.setUp = true)}></cloudy-setup></main><cloudy-toasts></cloudy-toasts>`;
    }
    if (!session.now) {
      document.title = `${t('signin.do')} · Cloudy`;
      return html`${this.#away()}<main tabindex="-1"><cloudy-sign-in></cloudy-sign-in></main>`;
    }
    const here = router.place.page;
    const page = pages.find((one) => one.path === here);
    document.title = `${page ? t(page.title) : t('nothing.title')} · Cloudy`;
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${t('frame.skip')}</a>
      <header class="frame">
        <a class="brand" href="/ui/"><img src="/ui/icon.svg" alt="" width="32" height="32" />Cloudy</a>
        <nav aria-label=${t('frame.pages')}>
          ${pages
            .filter((one) => session.may(one.role))
            .map(
              (one) => html`<a href="/ui/${one.path}" aria-current=${one === page ? 'page' : nothing}>${t(one.short ?? one.title)}</a>`,
            )}
        </nav>
        <a class="who" aria-label="${t('account.title')}: ${session.now.user}" href="/ui/system/account">${session.now.user} <small class="tag">${word('role', session.now.role)}</small></a>
      </header>
      ${this.#away()}
      <main id="main" tabindex="-1">
        ${page ? page.draw(router.place) : html`<h1>${t('nothing.title')}</h1><p><a href="/ui/">${t('nothing.home')}</a></p>`}
      </main>
      <cloudy-toasts></cloudy-toasts>
    `;
  }

  #away(): TemplateResult | typeof nothing {
    return events.away ? html`<p class="away" role="alert">${t('fault.trying')}</p>` : nothing;
  }

  #skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector('main')?.focus();
  };
}
