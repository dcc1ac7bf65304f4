// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { at, part, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/share';
import { attempt } from '../parts/toasts';
import { open } from '../parts/dialog';
import { ago, bytes, counted, number, t, word } from '../texts';
import type { Cluster, Finding, NodeFacts, Notice, Service } from '../types';
import { serviceName } from './services';

/** What the doctor raises notices under, before the id of the finding. */
const DOCTOR = 'doctor:';
/** What is raised for a service that does not work, before its id. */
const SERVICE = 'service:';
const CALM = ['up', 'off', 'starting'];

/** This node at a glance: what needs attention first. */
@customElement('cloudy-home')
export class Home extends Part {
  #node = new Live(this, at('node'), []);
  #services = new Live(this, at('services', {}, { limit: 1000 }), ['service', 'settings']);
  #cluster = new Live(this, at('cluster'), ['directory', 'service']);
  #directory = new Live(this, at('directory', {}, { limit: 1 }), ['directory']);
  #notices = new Live(this, at('notices'), ['notice']);
  #findings = new Live(this, at('doctor'), ['notice']);

  override render(): TemplateResult {
    const node = this.#node.value;
    const known = this.#services.value?.items;
    const services = known ?? [];
    return html`
      <div class="head"><h1>${node?.name ?? t('home.title')}</h1>
        ${session.may('operator') ? html`<button type="button" @click=${this.#share}>${t('share.title')}</button>` : nothing}</div>
      ${this.#node.fault ? html`<p class="fault" role="alert">${this.#node.fault}</p>` : nothing}
      ${this.#attention(services.filter((service) => !CALM.includes(service.run)))}
      <ul class="tiles">
        ${tile('/ui/services', known?.filter((service) => service.run === 'up').length, 'tile.up')}
        ${tile('/ui/network', this.#cluster.value?.alive, 'tile.members')}
        ${tile('/ui/search', this.#directory.value?.total, 'tile.found')}
      </ul>
      <div class="columns">
        <section class="card" aria-labelledby="home-services">
          <h2 id="home-services">${t('services.title')}</h2>
          ${known?.length === 0 ? html`<p class="quiet">${t('home.nothing')}</p>` : nothing}
          <ul class="plainlist">
            ${services.map(
              (service) => html`<li><a href="/ui/services/${part(service.id)}"><bdi>${serviceName(service)}</bdi></a> <span class="run ${service.run}">${word('run', service.run)}</span></li>`,
            )}
          </ul>
        </section>
        <div>
          ${this.#cluster.value ? this.#network(this.#cluster.value) : nothing}
          ${node ? this.#machine(node) : nothing}
        </div>
      </div>
    `;
  }

  /** What the doctor or a service raised is said once, with what to do about it; what somebody has dismissed is not said at all. */
  #attention(bad: Service[]): TemplateResult | typeof nothing {
    const all = this.#notices.value?.items ?? [];
    const findings = this.#findings.value?.items ?? [];
    const failing = bad
      .map((service) => ({ service, notice: all.find((one) => one.id === SERVICE + service.id) }))
      .filter(({ notice }) => !notice?.dismissed);
    const notices = all.filter((notice) => !notice.dismissed && !failing.some((one) => one.notice === notice));
    if (failing.length + notices.length === 0) return nothing;
    return html`<section class="card attention" aria-labelledby="attention">
      <h2 id="attention">${t('home.attention')}</h2>
      <ul class="plainlist">
        ${notices.map((notice) => this.#notice(notice, notice.id.startsWith(DOCTOR) ? findings.find((one) => DOCTOR + one.id === notice.id) : undefined))}
        ${failing.map(({ service, notice }) => html`<li><span class="grow"><a href="/ui/services/${part(service.id)}"><bdi>${serviceName(service)}</bdi></a>: ${[word('run', service.run), service.reason].filter(Boolean).join(' – ')}</span>
          ${notice ? this.#dismissal(notice) : nothing}</li>`)}
      </ul>
    </section>`;
  }

  #notice(notice: Notice, finding: Finding | undefined): TemplateResult {
    return html`<li><span class="grow"><bdi>${notice.text}</bdi> ${finding?.advice ? html`<span class="quiet">${finding.advice}</span>` : nothing}</span>
      ${finding ? html`<a href="/ui/system/doctor">${t('doctor.title')}</a>` : nothing}
      ${this.#dismissal(notice)}</li>`;
  }

  #dismissal(notice: Notice): TemplateResult | typeof nothing {
    if (!session.may('operator')) return nothing;
    return html`<button type="button" class="plain small" @click=${() => this.#dismiss(notice)}>${t('notice.dismiss')}</button>`;
  }

  #network(cluster: Cluster): TemplateResult {
    return html`<section class="card" aria-labelledby="home-network">
      <h2 id="home-network">${t('network.title')}</h2>
      <p><span class="run ${cluster.kind}">${word('kind', cluster.kind)}</span></p><p>${word('cluster', cluster.kind)}</p>
      ${cluster.kind === 'down' ? html`<p class="quiet">${cluster.reason}</p>` : nothing}
      ${cluster.kind === 'off' && session.may('operator') ? html`<p><a href="/ui/network">${t('home.join')}</a></p>` : nothing}
    </section>`;
  }

  #machine(node: NodeFacts): TemplateResult {
    const { memory, disk, load1m, cpus } = node;
    return html`<section class="card" aria-labelledby="home-machine">
      <h2 id="home-machine">${t('home.machine')}</h2>
      <dl class="facts">
        ${load1m === undefined ? nothing : measure(t('home.load'), load1m, cpus, 0.8, t('home.of', { used: number(load1m, 2), all: number(cpus) }))}
        ${memory.totalBytes && memory.availableBytes !== undefined ? measure(t('home.memory'), memory.totalBytes - memory.availableBytes, memory.totalBytes, 0.9, t('home.free', { free: bytes(memory.availableBytes), all: bytes(memory.totalBytes) })) : nothing}
        ${disk ? measure(t('home.disk'), disk.totalBytes - disk.freeBytes, disk.totalBytes, 0.9, t('home.free', { free: bytes(disk.freeBytes), all: bytes(disk.totalBytes) })) : nothing}
        ${Object.entries(node.addresses).map(([network, address]) => html`<div><dt>${word('address', network)}</dt><dd>${address}</dd></div>`)}
        <div><dt>${t('home.since')}</dt><dd>${ago(node.started)}</dd></div>
      </dl>
    </section>`;
  }

  #dismiss(notice: Notice): Promise<boolean> {
    return attempt(async () => {
      await send('POST', at('notices/{id}/dismiss', { id: notice.id }));
      await this.#notices.read();
    });
  }

  #share = (): void => {
    void open(t('share.title'), (close) => html`<p>${t('share.help')}</p><cloudy-share leads @shared=${close}></cloudy-share>`);
  };
}

/** A number that is not known yet is not shown as none. */
function tile(href: string, count: number | undefined, stem: string): TemplateResult {
  return html`<li><a href=${href}><strong>${count === undefined ? '…' : number(count)}</strong> ${counted(stem, count ?? 0)}</a></li>`;
}

/** A figure as a bar that changes its colour from a share of it on. */
function measure(name: string, value: number, all: number, high: number, text: string): TemplateResult {
  return html`<div class="measure"><dt>${name}</dt><dd><span>${text}</span><meter min="0" max=${all} high=${all * high} value=${Math.min(value, all)} aria-label=${name}></meter></dd></div>`;
}
