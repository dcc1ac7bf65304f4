// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { part, patch, post, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/job';
import '../parts/near';
import '../parts/settings';
import { attempt, say } from '../parts/toasts';
import { ago, number, t, word } from '../texts';
import type { Cluster, Joined, List, Member } from '../types';

/** The community network as this node sees it: who is there, how far, and how this node takes part. */
@customElement('cloudy-network')
export class Network extends Part {
  @state() private job = '';
  #cluster = new Live<Cluster>(this, 'cluster', ['member', 'settings', 'service']);
  #members = new Live<List<Member>>(this, 'members?limit=1000', ['member']);
  #joined = new Live<List<Joined>>(this, 'joined', ['job', 'settings']);

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
      ${members.some((member) => !member.own && member.distanceMs !== undefined) ? html`<section class="card" aria-labelledby="near"><h2 id="near">${t('network.near')}</h2><cloudy-near .members=${members}></cloudy-near></section>` : nothing}
      ${members.length > 0 ? this.#table(members) : nothing}
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
      <div class="scroll" tabindex="0" role="group" aria-labelledby="members"><table>
        <thead><tr><th scope="col">${t('member.name')}</th><th scope="col">${t('member.state')}</th><th scope="col">${t('member.distance')}</th><th scope="col">${t('member.heard')}</th><th scope="col">${t('member.services')}</th></tr></thead>
        <tbody>${members.map((member) => html`<tr>
          <th scope="row"><bdi>${member.name}</bdi><br /><small>${member.address}:${member.port}</small></th>
          <td>${member.own ? t('entry.own') : html`<span class="state ${member.status}">${word('member', member.status)}</span>`}</td>
          <td>${member.distanceMs === undefined ? '' : t('entry.distance', { ms: number(member.distanceMs, 1) })}</td>
          <td>${ago(new Date(Date.now() - member.heardAgoS * 1000).toISOString())}</td>
          <td>${member.nodeId ? html`<a href="/ui/search?node=${part(member.nodeId)}">${member.services}</a>` : member.services}</td>
        </tr>`)}</tbody></table></div></section>`;
  }

  #submit = (event: Event): Promise<boolean> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const address = new FormData(form).get('address');
    return attempt(async () => {
      if (this.#cluster.value?.kind === 'off') {
        // Nobody gossips yet: the wish is kept, and the agent starts with it.
        await patch('settings/cloudy.serf', { join: [address], 'cloudy.enabled': true });
        await this.#cluster.read();
        return say(t('word.saved'));
      }
      this.job = (await post<{ job: string }>('members', { addresses: [address] })).job;
    });
  };

  #undo(one: Joined): Promise<boolean> {
    return attempt(async () => {
      this.job = (await send<{ job: string }>('DELETE', `joined/${part(one.action)}/${part(one.key)}`)).value.job;
    });
  }
}
