// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from '../element';
import { Live } from '../live';
import { bytes, t, word } from '../texts';
import type { List, NodeFacts, Service } from '../types';

/** This node at a glance. */
@customElement('cloudy-home')
export class Home extends Part {
  #node = new Live<NodeFacts>(this, 'node', []);
  #services = new Live<List<Service>>(this, 'services?limit=1000', ['service', 'settings']);

  override render(): TemplateResult {
    const node = this.#node.value;
    const services = this.#services.value?.items ?? [];
    return html`
      <h1>${node?.name ?? t('home.title')}</h1>
      ${this.#node.fault ? html`<p class="fault" role="alert">${this.#node.fault}</p>` : nothing}
      <section aria-labelledby="home-services">
        <h2 id="home-services">${t('services.title')}</h2>
        <ul class="cards">
          ${services.map((service) => html`<li><a href="/ui/services/${service.id}">${service.id}</a> <span class="run ${service.run}">${word('run', service.run)}</span> ${service.reason}</li>`)}
        </ul>
      </section>
      ${node?.disk ? html`<p>${t('home.disk', { free: bytes(node.disk.freeBytes) })}</p>` : nothing}
    `;
  }
}
