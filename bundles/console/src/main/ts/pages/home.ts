// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { part, post, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/share';
import '../parts/doctor';
import { attempt } from '../parts/toasts';
import { open } from '../parts/dialog';
import { ago, bytes, counted, number, t, word } from '../texts';
import type { Cluster, Directory, List, NodeFacts, Notice, Service } from '../types';
import { serviceName } from './services';

/** This node at a glance: what needs attention first. */
@customElement('cloudy-home')
export class Home extends Part {
  #node = new Live<NodeFacts>(this, 'node', []);
  #services = new Live<List<Service>>(this, 'services?limit=1000', ['service', 'settings']);
  #cluster = new Live<Cluster>(this, 'cluster', ['member']);
  #directory = new Live<Directory>(this, 'directory?limit=1', ['directory']);
  #notices = new Live<List<Notice>>(this, 'notices', ['notice']);

  override render(): TemplateResult {
    const node = this.#node.value;
    const cluster = this.#cluster.value;
    const services = this.#services.value?.items ?? [];
    const bad = services.filter((service) => !['up', 'off', 'starting'].includes(service.run));
    const notices = this.#notices.value?.items ?? [];
    return html`
      <div class="head"><h1>${node?.name ?? t('home.title')}</h1>
        ${session.may('operator') ? html`<button type="button" @click=${this.#share}>${t('share.title')}</button>` : nothing}</div>
      ${this.#node.fault ? html`<p class="fault" role="alert">${this.#node.fault}</p>` : nothing}
      ${bad.length + notices.length > 0
        ? html`<section class="card attention" aria-labelledby="attention">
            <h2 id="attention">${t('home.attention')}</h2>
            <ul>
              ${notices.map((notice) => html`<li><bdi>${notice.text}</bdi> ${session.may('operator') ? html`<button type="button" class="link" @click=${() => this.#dismiss(notice)}>${t('notice.dismiss')}</button>` : nothing}</li>`)}
              ${bad.map((service) => html`<li><a href="/ui/services/${part(service.id)}">${serviceName(service)}</a>: ${word('run', service.run)}. ${service.reason}</li>`)}
            </ul>
          </section>`
        : nothing}
      <cloudy-doctor only></cloudy-doctor>
      <div class="cards">
        <section class="card" aria-labelledby="home-services">
          <h2 id="home-services">${t('services.title')}</h2>
          ${services.length === 0 ? html`<p>${t('home.nothing')}</p>` : nothing}
          <ul class="plainlist">
            ${services.map(
              (service) => html`<li><a href="/ui/services/${part(service.id)}"><bdi>${serviceName(service)}</bdi></a> <span class="run ${service.run}">${word('run', service.run)}</span></li>`,
            )}
          </ul>
          ${session.may('operator') && services.length === 0 ? html`<p><button type="button" class="plain" @click=${this.#share}>${t('share.title')}</button></p>` : nothing}
        </section>
        <section class="card" aria-labelledby="home-network">
          <h2 id="home-network">${t('network.title')}</h2>
          ${cluster ? html`<p><span class="run ${cluster.kind}">${word('kind', cluster.kind)}</span></p><p>${word('cluster', cluster.kind)} ${cluster.kind === 'up' ? counted('home.members', cluster.alive) : nothing}</p>` : nothing}
          ${cluster?.kind === 'down' ? html`<p class="quiet">${cluster.reason}</p>` : nothing}
          <p class="row"><a href="/ui/search">${counted('home.found', this.#directory.value?.total ?? 0)}</a>${cluster?.kind === 'off' && session.may('operator') ? html` <a href="/ui/network">${t('home.join')}</a>` : nothing}</p>
        </section>
        ${node ? this.#machine(node) : nothing}
      </div>
    `;
  }

  #machine(node: NodeFacts): TemplateResult {
    const { memory, disk, load1m, cpus } = node;
    return html`<section class="card" aria-labelledby="home-machine">
      <h2 id="home-machine">${t('home.machine')}</h2>
      <dl>
        ${Object.entries(node.addresses).map(([network, address]) => html`<div><dt>${word('address', network)}</dt><dd>${address}</dd></div>`)}
        ${load1m === undefined ? nothing : html`<div><dt>${t('home.load')}</dt><dd><meter min="0" max=${cpus ?? 1} high=${(cpus ?? 1) * 0.8} value=${load1m} aria-label=${t('home.load')}></meter> ${t('home.of', { used: number(load1m, 2), all: number(cpus ?? 1) })}</dd></div>`}
        ${memory?.totalBytes && memory.availableBytes !== undefined ? html`<div><dt>${t('home.memory')}</dt><dd><meter min="0" max=${memory.totalBytes} high=${memory.totalBytes * 0.9} value=${memory.totalBytes - memory.availableBytes} aria-label=${t('home.memory')}></meter> ${t('home.free', { free: bytes(memory.availableBytes), all: bytes(memory.totalBytes) })}</dd></div>` : nothing}
        ${disk ? html`<div><dt>${t('home.disk')}</dt><dd><meter min="0" max=${disk.totalBytes} high=${disk.totalBytes * 0.9} value=${disk.totalBytes - disk.freeBytes} aria-label=${t('home.disk')}></meter> ${t('home.free', { free: bytes(disk.freeBytes), all: bytes(disk.totalBytes) })}</dd></div>` : nothing}
        <div><dt>${t('home.since')}</dt><dd>${ago(node.started)}</dd></div>
      </dl>
    </section>`;
  }

  #dismiss(notice: Notice): Promise<boolean> {
    return attempt(async () => {
      await post(`notices/${part(notice.id)}/dismiss`);
      await this.#notices.read();
    });
  }

  #share = (): void => {
    void open(t('share.title'), (close) => html`<p>${t('share.help')}</p><cloudy-share leads @shared=${close}></cloudy-share>`);
  };
}
