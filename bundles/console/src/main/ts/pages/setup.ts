// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { at, filled, get, send, session, type BodyOf } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/catalogue';
import '../parts/language-choice';
import '../parts/recovery-key';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import '../parts/share';
import { attempt } from '../parts/toasts';
import { router } from '../router';
import './restore';
import { t } from '../texts';
import { USER_NAME, type Announcement, type FormOf, type NodeFacts, type Schema, type SettingsOf } from '../types';

const STEPS = ['language', 'account', 'name', 'community', 'share', 'key', 'done'] as const;

/**
 * The first run. The step is in the address, what was decided is in the node: a page loaded anew, or another browser,
 * goes on where this one was.
 */
@customElement('cloudy-setup')
export class Setup extends Part {
  /** Where the address says that the reader is. */
  @property() step = '';
  @state() private node: NodeFacts | undefined;
  @state() private settings: SettingsOf | undefined;
  #backups = new Live<'backups'>(this, undefined, ['settings']);
  /** Nodes heard near, that the reader wants to join through. */
  @state() private chosen: ReadonlySet<string> = new Set();
  #heard = new Live<'directory'>(this, undefined, ['directory']);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  get #recipient(): string {
    return this.#backups.value?.recipient ?? '';
  }

  override willUpdate(): void {
    this.#backups.path = session.now && this.step === 'key' ? at('backups') : undefined;
    this.#heard.path = session.now ? at('directory', {}, { type: 'serf', limit: 20 }) : undefined;
  }

  get #now(): (typeof STEPS)[number] {
    const wanted = STEPS.find((step) => step === this.step) ?? 'language';
    // Nothing after the account can be decided without one, and the account is made once.
    if (!session.now) return wanted === 'language' ? wanted : 'account';
    return wanted === 'account' ? 'name' : wanted;
  }

  async #read(): Promise<void> {
    if (!session.now) return;
    await attempt(async () => {
      this.node = await get(at('node'));
      this.settings = await get(at('settings/{pid}', { pid: 'cloudy.node' }));
    });
  }

  #go(step: (typeof STEPS)[number]): void {
    router.go(`welcome/${step}`);
    void this.#read();
  }

  override render(): TemplateResult {
    const step = this.#now;
    const instead = this.step === 'restore' && !session.now;
    document.title = `${t('setup.title')} · Cloudy`;
    return html`<section class="narrow">
      <h1 class="noprint"><img src="/ui/icon.svg" alt="" width="40" height="40" /> ${t('setup.title')}</h1>
      ${instead
        ? html`<cloudy-restore @back=${() => this.#go('account')}></cloudy-restore>`
        : html`<ol class="steps noprint" aria-hidden="true">${STEPS.map((one) => html`<li class=${STEPS.indexOf(one) <= STEPS.indexOf(step) ? 'past' : ''}></li>`)}</ol>
      <p class="quiet noprint">${t('setup.step', { step: STEPS.indexOf(step) + 1, all: STEPS.length })}</p>
      ${this.#draw(step)}`}
    </section>`;
  }

  #draw(step: (typeof STEPS)[number]): TemplateResult | typeof nothing {
    switch (step) {
      case 'language':
        return html`<h2>${t('frame.language')}</h2>
          <cloudy-language-choice></cloudy-language-choice>
          <p>${t('setup.hello')}</p>
          ${this.#next(session.now ? 'name' : 'account')}`;
      case 'account':
        return html`<h2>${t('setup.account')}</h2><p>${t('setup.account.help')}</p>
          <cloudy-form .schema=${this.#account()} .action=${t('setup.next')} .save=${this.#setUp}></cloudy-form>
          <p class="row"><button type="button" class="plain" @click=${() => router.go('welcome/restore')}>${t('setup.restore')}</button></p>`;
      case 'name':
        return html`<h2>${t('setup.name')}</h2><p>${t('setup.name.help')}</p>
          ${this.node && this.settings ? html`<cloudy-form .schema=${this.#name()} .values=${this.settings.values} .action=${t('setup.next')} .save=${this.#named}></cloudy-form>` : nothing}`;
      case 'community':
        return html`<h2>${t('setup.community')}</h2><p>${t('setup.community.help')}</p>
          ${this.#seen()} ${this.#near()}
          <cloudy-form .schema=${this.#community()} .action=${t('setup.next')} .save=${this.#joined}></cloudy-form>
          ${this.#next('share', t('setup.later'))}`;
      case 'share':
        return html`<h2>${t('setup.share')}</h2><p>${t('share.help')}</p>
          <cloudy-share @shared=${() => this.#go('key')}></cloudy-share>
          <details><summary>${t('setup.more')}</summary><cloudy-catalogue></cloudy-catalogue></details>
          ${this.#next('key', t('setup.later'))}`;
      case 'key':
        return html`<h2 class="noprint">${t('backups.key')}</h2><p class="noprint">${t('setup.key.help')}</p>
          ${this.#recipient ? html`<p>${t('setup.key.there')}</p>${this.#next('done')}` : html`<cloudy-recovery-key @kept=${() => this.#go('done')}></cloudy-recovery-key>
          ${this.#next('done', t('setup.later'))}`}`;
      case 'done':
        return html`<h2>${t('setup.done')}</h2><p>${t('setup.done.help')}</p>
          <p class="row"><button type="button" @click=${this.#finish}>${t('setup.finish')}</button></p>`;
    }
  }

  #next(step: (typeof STEPS)[number], text = t('setup.next')): TemplateResult {
    return html`<p class="row noprint"><button type="button" class=${text === t('setup.next') ? '' : 'plain'} @click=${() => this.#go(step)}>${text}</button></p>`;
  }

  /** What leaves this node, and how far. */
  #seen(): TemplateResult {
    return html`<dl class="seen">
      <div><dt>${t('carrier.mdns')}</dt><dd>${t('setup.seen.lan', { name: this.node?.name ?? '' })}</dd></div>
      <div><dt>${t('carrier.serf')}</dt><dd>${t('setup.seen.community', { address: this.node?.addresses.community ?? this.node?.addresses.lan ?? '' })}</dd></div>
    </dl>`;
  }

  #near(): TemplateResult | typeof nothing {
    const others = (this.#heard.value?.items ?? []).filter((one) => !one.own);
    if (others.length === 0) return nothing;
    return html`<div role="group" aria-labelledby="heard"><h3 id="heard">${t('setup.heard')}</h3>
      <ul class="choices">${others.map((one) => {
        const address = endpoint(one);
        const on = this.chosen.has(address);
        return html`<li><button type="button" class="plain" aria-pressed=${on ? 'true' : 'false'} @click=${() => this.#choose(address, !on)}><bdi>${one.host || one.nodeId || address}</bdi> <small><bdi>${address}</bdi></small></button></li>`;
      })}</ul></div>`;
  }

  #choose(address: string, on: boolean): void {
    this.chosen = new Set([...[...this.chosen].filter((one) => one !== address), ...(on ? [address] : [])]);
  }

  #account(): FormOf<BodyOf<'POST', 'setup'>> {
    return {
      type: 'object',
      required: ['code', 'name', 'password'],
      properties: {
        code: { type: 'string', title: t('setup.code'), description: t('setup.code.help') },
        name: { type: 'string', title: t('user.name'), description: t('setup.user.help'), pattern: USER_NAME, 'x-sentence': t('user.name.wrong') },
        password: { type: 'string', title: t('user.password'), description: t('account.new.help'), writeOnly: true },
      },
    };
  }

  #name(): Schema {
    return {
      type: 'object',
      properties: {
        name: { type: 'string', title: t('setup.node'), description: t('setup.node.help'), default: this.node?.name ?? '' },
        lanAddress: { type: 'string', title: t('setup.lan'), description: t('setup.address.help'), default: this.node?.addresses['lan'] ?? '' },
        communityAddress: { type: 'string', title: t('setup.net'), description: t('setup.address.help'), default: this.node?.addresses['community'] ?? '' },
      },
    };
  }

  #community(): Schema {
    return {
      type: 'object',
      required: this.chosen.size > 0 ? [] : ['join'],
      properties: {
        join: { type: 'array', items: { type: 'string' }, title: t('setup.join'), description: t('setup.join.help') },
      },
    };
  }

  #setUp = async (values: Values): Promise<void> => {
    session.set(await send('POST', at('setup'), filled(values)));
    this.dispatchEvent(new Event('done'));
    this.#go('name');
  };

  #named = async (values: Values): Promise<void> => {
    const changes = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== (this.settings?.values[key] ?? null)));
    if (Object.keys(changes).length > 0) {
      await send('PATCH', at('settings/{pid}', { pid: 'cloudy.node' }), changes);
      await anew();
    }
    this.#go('community');
  };

  #joined = async (values: Values): Promise<void> => {
    const typed = Array.isArray(values['join']) ? values['join'].map(String) : [];
    await send('PATCH', at('settings/{pid}', { pid: 'cloudy.serf' }), { join: [...new Set([...this.chosen, ...typed])], 'cloudy.enabled': true });
    this.#go('share');
  };

  #finish = (): void => {
    // What the node missed while it had no owner is looked at anew, and nobody waits for it.
    void send('POST', at('doctor/run')).catch(() => undefined);
    router.go('');
  };
}

function endpoint({ address, port }: Announcement): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Under another name the node opens its doors anew, a moment later: until they have been open for a while. */
async function anew(): Promise<void> {
  for (let calm = 0, tries = 0; calm < 4 && tries < 40; tries++) {
    await new Promise((wake) => setTimeout(wake, 500));
    calm = await get(at('node')).then(
      () => calm + 1,
      () => 0,
    );
  }
}
