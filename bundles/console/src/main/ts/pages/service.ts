// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { at, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/contributed';
import { confirm } from '../parts/dialog';
import '../parts/history';
import '../parts/log';
import '../parts/program';
import '../parts/settings';
import { attempt } from '../parts/toasts';
import { router } from '../router';
import { ago, t, typeName, word } from '../texts';
import type { Offer, Service } from '../types';
import { serviceName } from './services';

/** One service of this node: how it is and why, on or off, who may see it, its settings, its log. */
@customElement('cloudy-service')
export class ServicePage extends Part {
  @property() service = '';
  #live = new Live<'services/{id}'>(this, undefined, ['service', 'settings']);

  override willUpdate(): void {
    this.#live.path = at('services/{id}', { id: this.service });
  }

  override render(): TemplateResult {
    const service = this.#live.value;
    if (!service) {
      return html`<p><a href="/ui/services">← ${t('services.title')}</a></p>
        <h1><bdi>${this.service}</bdi></h1>
        ${this.#live.fault ? html`<p class="fault" role="alert">${this.#live.fault}</p>` : nothing}`;
    }
    const may = session.may('operator');
    return html`
      <p><a href="/ui/services">← ${t('services.title')}</a></p>
      <h1><bdi>${serviceName(service)}</bdi></h1>
      <section class="card" aria-label=${t('service.state')}>
      <p class="row big"><span class="run ${service.run}">${word('run', service.run)}</span> <small>${t('service.since', { when: ago(service.since) })}</small></p>
      ${service.reason ? html`<p>${service.reason}</p>` : nothing}
      ${service.run === 'missing' ? html`<cloudy-program .service=${service.id} .reason=${service.reason} @installed=${() => this.#do('check')}></cloudy-program>` : nothing}
      ${may
        ? html`<div class="row">
            <button type="button" class=${service.enabled ? 'plain' : ''} @click=${() => this.#do(service.enabled ? 'stop' : 'start')}>${service.enabled ? t('service.off') : t('service.on')}</button>
            <button type="button" class="plain" @click=${() => this.#do('check')}>${t('service.check')}</button>
            ${service.shared ? html`<button type="button" class="danger" @click=${this.#unshare}>${t('service.unshare')}</button>` : nothing}
          </div>`
        : nothing}
      </section>
      <section class="card" aria-labelledby="who">
        <h2 id="who">${t('service.who')}</h2>
        ${may ? this.#audience(service) : html`<p>${t(audienceKey(service))}</p>`}
        ${service.offers.map((offer) => this.#offer(offer))}
      </section>
      <cloudy-contributed .service=${service.id}></cloudy-contributed>
      ${service.settings ? html`<cloudy-settings .pid=${decodeURIComponent(service.settings.replace(/^.*\//, ''))} heading=${t('settings.title')} .without=${['cloudy.enabled', 'cloudy.publish', 'cloudy.audience', ...(service.shared ? ['audience', 'enabled'] : [])]} class="card"></cloudy-settings>` : nothing}
      ${may ? html`<section class="card fold"><cloudy-log path=${at('services/{id}/log', { id: service.id })} name=${service.id}></cloudy-log></section>` : nothing}
    `;
  }

  #audience(service: Service): TemplateResult {
    const now = service.publish ? service.audience : 'nobody';
    return html`<fieldset class="choice">
      <legend>${t('service.audience')}</legend>
      ${(['nobody', 'lan', 'community'] as const).map(
        (who) => html`<label><input type="radio" name="audience" .checked=${live(now === who)} @change=${() => this.#show(who)} /> ${word('audience', who)}</label>`,
      )}
    </fieldset>`;
  }

  #offer(offer: Offer): TemplateResult {
    return html`<p><strong><bdi>${offer.description}</bdi></strong> <span class="quiet">${where(offer)}</span></p>
      <ul class="plainlist">
        ${offer.carriers.map((carrier) => html`<li><span>${word('carrier', carrier.carrier)} <span class="quiet">${carrier.reason}</span></span> <span class="state ${carrier.outcome}">${word('outcome', carrier.outcome)}</span></li>`)}
      </ul>`;
  }

  #do(what: 'start' | 'stop' | 'check'): Promise<boolean> {
    return attempt(async () => {
      await send('POST', at(`services/{id}/${what}`, { id: this.service }));
      await this.#live.read();
    });
  }

  #show(who: 'nobody' | 'lan' | 'community'): Promise<boolean> {
    return attempt(async () => {
      await send('PATCH', at('services/{id}', { id: this.service }), who === 'nobody' ? { publish: false } : { publish: true, audience: who });
      await this.#live.read();
    }, t('word.saved'));
  }

  #unshare = async (): Promise<void> => {
    const service = this.#live.value;
    if (!service || !(await confirm(t('service.unshare'), t('service.unshare.help', { name: serviceName(service) }), t('service.unshare')))) return;
    if (await attempt(() => send('DELETE', at('services/{id}', { id: this.service })))) router.go('services');
  };
}

/** `Web pages · http · 9001/tcp`. */
function where(offer: Offer): string {
  const port = offer.port ? `${offer.address ? `${offer.address}:` : ''}${offer.port}/${offer.protocol}` : (offer.address ?? '');
  return [...new Set([typeName(offer.type), offer.type, port])].filter(Boolean).join(' · ');
}

function audienceKey(service: Service): 'audience.nobody' | 'audience.lan' | 'audience.community' {
  return !service.publish ? 'audience.nobody' : service.audience === 'lan' ? 'audience.lan' : 'audience.community';
}
