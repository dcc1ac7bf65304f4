// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, part, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { open } from '../parts/dialog';
import '../parts/catalogue';
import '../parts/repositories';
import '../parts/share';
import { isNode, t, typeName, word } from '../texts';
import type { Service } from '../types';

/** How a person calls a service: by what its settings are called, what it offers, or the last word of its id. */
export function serviceName(service: Service): string {
  const last = service.id.replace(/^.*[:.~]/, '');
  const [offer] = service.offers;
  // It carries what all others announce, which says more to people than its name.
  if (offer?.type === 'serf') return capital(word('carrier', 'serf'));
  if (service.title) return service.title;
  // What announces the node itself is called as it is while it is off.
  return (offer && !isNode(offer.type) && offer.description) || capital(last);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What this node offers, and what could be installed. */
@customElement('cloudy-services')
export class Services extends Part {
  @state() private words = '';
  #services = new Live(this, at('services', {}, { limit: 1000 }), ['service', 'settings']);

  override render(): TemplateResult {
    const words = this.words.toLowerCase();
    const services = (this.#services.value?.items ?? []).filter((service) =>
      `${serviceName(service)} ${service.id} ${service.offers.map((offer) => offer.type).join(' ')}`.toLowerCase().includes(words),
    );
    return html`
      <div class="head"><h1>${t('services.title')}</h1>
        ${session.may('operator') ? html`<button type="button" @click=${this.#share}>${t('share.title')}</button>` : nothing}</div>
      ${this.#services.fault ? html`<p class="fault" role="alert">${this.#services.fault}</p>` : nothing}
      <div class="field"><label for="find">${t('word.find')}</label><input id="find" type="search" autocomplete="off" @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)} /></div>
      ${services.length === 0 && this.#services.value ? html`<p class="empty">${t('services.none')}</p>` : nothing}
      <ul class="cards">
        ${services.map(
          (service) => html`<li>
            <h2><a href="/ui/services/${part(service.id)}"><bdi>${serviceName(service)}</bdi></a></h2>
            <p><span class="run ${service.run}">${word('run', service.run)}</span></p>
            ${service.reason ? html`<p>${service.reason}</p>` : nothing}
            <p class="quiet">${service.offers.map((offer) => `${typeName(offer.type)}${offer.port ? ` · ${offer.port}` : ''}`).join(', ')}</p>
          </li>`,
        )}
      </ul>
      <cloudy-catalogue .words=${this.words}></cloudy-catalogue>
      <cloudy-repositories></cloudy-repositories>
    `;
  }

  #share = (): void => {
    void open(t('share.title'), (close) => html`<p>${t('share.help')}</p><cloudy-share leads @shared=${close}></cloudy-share>`);
  };
}
