// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, part, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/job';
import '../parts/near';
import '../parts/settings';
import { attempt, say } from '../parts/toasts';
import { ago, memberName, number, t, word } from '../texts';
import type { Cluster, Joined, Member } from '../types';

/** The community network as this node sees it: who is there, how far, and how this node takes part. */
@customElement('cloudy-network')
export class Network extends Part {
  @state() private job = '';
  #node = new Live(this, at('node'), []);
  #cluster = new Live(this, at('cluster'), ['directory', 'settings', 'service']);
  #members = new Live(this, at('members', {}, { limit: 1000 }), ['directory', 'service']);
  // A member's records are heard of others, not of oneself.
  #own = new Live(this, at('directory', {}, { source: 'own', limit: 1 }), ['directory', 'service']);
  #joined = new Live(this, at('joined', {}, { limit: 1000 }), ['job', 'settings']);

  override render(): TemplateResult {
    const cluster = this.#cluster.value;
    const members = this.#members.value?.items ?? [];
    const joined = this.#joined.value?.items ?? [];
    return html`
      <h1>${t('network.title')}</h1>
      ${cluster
        ? html`<section class="card" aria-label=${t('member.state')}><p class="row big"><span class="run ${cluster.kind}">${word('kind', cluster.kind)}</span> ${word('cluster', cluster.kind)}</p>
            ${cluster.reason && cluster.kind !== 'off' ? html`<p class="quiet">${cluster.reason}</p>` : nothing}
            ${cluster.warnings.map((warning) => html`<p class="fault" role="alert">${warning}</p>`)}
            ${cluster.kind === 'off' ? nothing : html`<p class="quiet">${t('network.counts', { alive: cluster.alive, failed: cluster.failed, left: cluster.left })}</p>`}
            ${session.may('operator') ? this.#join(cluster) : nothing}</section>`
        : nothing}
      ${joined.length > 0
        ? html`<section class="card" aria-labelledby="joined"><h2 id="joined">${t('network.joined')}</h2>
            <ul class="plainlist">${joined.map((one) => html`<li><span><bdi>${one.what}</bdi> <span class="quiet">${one.title} · ${one.reason || word('joined', one.state)}</span></span>
              ${session.may('operator') ? html`<button type="button" class="plain small" @click=${() => this.#undo(one)}>${t('network.undo')}</button>` : nothing}</li>`)}</ul></section>`
        : nothing}
      <div class="columns members">
        ${members.length > 0 ? this.#table(members) : nothing}
        ${members.some((member) => !member.own && member.distanceMs !== undefined) ? html`<section class="card" aria-labelledby="near"><h2 id="near">${t('network.near')}</h2><cloudy-near .members=${members}></cloudy-near></section>` : nothing}
      </div>
      <details class="card fold"><summary>${t('network.settings')}</summary>
        <cloudy-settings pid="cloudy.serf" .without=${['cloudy.enabled', 'cloudy.publish', 'cloudy.audience', 'cloudy.type', 'cloudy.port', 'cloudy.description', 'cloudy.txt', 'cloudy.protocol']}></cloudy-settings>
        <cloudy-settings pid="cloudy.mdns"></cloudy-settings></details>
    `;
  }

  #join(cluster: Cluster): TemplateResult {
    return html`<p class="quiet prose">${cluster.kind === 'off' ? t('setup.community.help') : ''}</p>
      <form class="row ends" @submit=${this.#submit}>
        <label class="grow">${t('network.address')} <input name="address" required autocomplete="off" placeholder="10.139.40.22:5000" /></label>
        <button type="submit">${t('network.join')}</button>
      </form>
      ${this.job ? html`<div class="card"><cloudy-job .job=${this.job} @ended=${() => this.#members.read()}></cloudy-job></div>` : nothing}`;
  }

  #table(members: Member[]): TemplateResult {
    return html`<section class="card" aria-labelledby="members"><h2 id="members">${t('network.members')}</h2>
      <table class="stack" aria-labelledby="members">
        <thead><tr><th scope="col">${t('member.name')}</th><th scope="col">${t('member.state')}</th><th scope="col">${t('member.distance')}</th><th scope="col">${t('member.heard')}</th><th scope="col">${t('member.services')}</th></tr></thead>
        <tbody>${members.map((member) => html`<tr>
          <th scope="row"><bdi>${member.own ? (this.#node.value?.name ?? '') : memberName(member)}</bdi><br /><small>${member.host || member.own ? html`<bdi>${member.nodeId ?? member.name}</bdi> · ` : nothing}${member.address}:${member.port}</small></th>
          <td data-name=${t('member.state')}>${member.own ? t('entry.own') : html`<span class="state ${member.status}">${word('member', member.status)}</span>`}</td>
          <td data-name=${t('member.distance')}>${member.distanceMs === undefined ? '' : t('entry.distance', { ms: number(member.distanceMs, 1) })}</td>
          <td data-name=${t('member.heard')}>${member.own ? '' : ago(new Date(Date.now() - member.heardAgoS * 1000).toISOString())}</td>
          <td data-name=${t('member.services')}>${member.own ? html`<a href="/ui/search?source=own">${this.#own.value?.total ?? ''}</a>` : member.nodeId ? html`<a href="/ui/search?node=${part(member.nodeId)}">${member.services}</a>` : member.services}</td>
        </tr>`)}</tbody></table></section>`;
  }

  #submit = (event: Event): Promise<boolean> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const address = (form.elements.namedItem('address') as HTMLInputElement).value;
    return attempt(async () => {
      if (this.#cluster.value?.kind === 'off') {
        // Nobody gossips yet: the wish is kept, and the agent starts with it.
        await send('PATCH', at('settings/{pid}', { pid: 'cloudy.serf' }), { join: [address], 'cloudy.enabled': true });
        await this.#cluster.read();
        return say(t('word.saved'));
      }
      this.job = (await send('POST', at('members'), { addresses: [address] })).job;
    });
  };

  #undo(one: Joined): Promise<boolean> {
    return attempt(async () => {
      this.job = (await send('DELETE', at('joined/{action}/{key}', { action: one.action, key: one.key }))).job;
    });
  }
}
