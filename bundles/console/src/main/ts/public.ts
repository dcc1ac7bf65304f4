// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, get, sentence } from './api';
import { Part } from './element';
import { useTheme } from './look';
import './parts/language-choice';
import './parts/qr';
import { language, t, typeName, useLanguage } from './texts';

type Offered = Contract.PublicOffers;

/** What this node and its neighbours offer, for people without an account. Printed, it is a poster. */
@customElement('cloudy-public')
export class PublicPage extends Part {
  @state() private offered: Offered | undefined;
  @state() private fault = '';

  override connectedCallback(): void {
    super.connectedCallback();
    useTheme();
    useLanguage(language());
    get(at('public')).then(
      (offered) => (this.offered = offered),
      (fault: unknown) => (this.fault = sentence(fault)),
    );
  }

  override render(): TemplateResult {
    const offered = this.offered;
    const own = offered?.services.filter((one) => one.own) ?? [];
    const others = offered?.services.filter((one) => !one.own) ?? [];
    document.title = offered ? `${offered.node} · Cloudy` : 'Cloudy';
    return html`<main>
      <h1 class="titled"><img src="/ui/icon.svg" alt="" width="40" height="40" /> ${offered?.node ?? 'Cloudy'}</h1>
      <div class="masthead"><p>${t('public.help')}</p>
        <div class="onlyprint"><cloudy-qr .text=${location.origin}></cloudy-qr><code>${location.origin}</code></div></div>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${offered ? html`${this.#list(t('public.here'), own)} ${this.#list(t('public.near'), others)}` : nothing}
      <footer class="row noprint">
        <cloudy-language-choice></cloudy-language-choice>
        <a href="/ui/">${t('public.console')}</a>
        <button type="button" class="plain" @click=${() => print()}>${t('public.print')}</button>
      </footer>
    </main>`;
  }

  #list(title: string, services: Offered['services']): TemplateResult {
    return html`<h2>${title}</h2>
      ${services.length === 0 ? html`<p class="quiet">${t('public.none')}</p>` : nothing}
      <ul class="cards poster">
        ${services.map((one) => {
          const address = one.link ?? `${one.address}:${one.port}`;
          return html`<li>
            <h3>${one.link ? html`<a href=${one.link} rel="noopener noreferrer"><bdi>${one.description}</bdi></a>` : html`<bdi>${one.description}</bdi>`}</h3>
            <p class="quiet"><bdi>${typeName(one.type)}</bdi> · <bdi>${one.host}</bdi></p>
            <p><code>${address}</code></p>
            <cloudy-qr class="onlyprint" .text=${address}></cloudy-qr>
          </li>`;
        })}
      </ul>`;
  }
}
