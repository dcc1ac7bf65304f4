// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, filled, renew, send, session, type BodyOf } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { open } from '../parts/dialog';
import '../parts/qr';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import { attempt, say } from '../parts/toasts';
import { ago, t, when, word } from '../texts';
import type { FormOf } from '../types';

/** One's own password, second factor and sessions. */
@customElement('cloudy-account')
export class AccountView extends Part {
  @state() private setup: { secret: string; uri: string } | undefined;
  #account = new Live(this, at('sessions/current'), ['user']);
  #sessions = new Live(this, at('sessions', {}, { limit: 100 }), ['user']);

  override render(): TemplateResult {
    const schema: FormOf<BodyOf<'PUT', 'account/password'>> = {
      type: 'object',
      required: ['current', 'password'],
      properties: {
        current: { type: 'string', title: t('account.old'), writeOnly: true },
        password: { type: 'string', title: t('account.new'), description: t('account.new.help'), writeOnly: true },
      },
    };
    return html`
      <div class="head"><p class="big"><strong>${session.now?.user}</strong> <span class="tag">${word('role', session.now?.role ?? '')}</span></p>
        <button type="button" class="plain" @click=${this.#leave}>${t('account.leave')}</button></div>
      <div class="cards two">
      <section class="card"><h2>${t('account.password')}</h2>
      <cloudy-form .schema=${schema} .save=${this.#password}></cloudy-form></section>
      <section class="card"><h2>${t('account.factor')}</h2>
      ${this.#factor()}</section></div>
      <section class="card"><h2>${t('account.sessions')}</h2>
      <ul class="plainlist">
        ${(this.#sessions.value?.items ?? []).map(
          (one) => html`<li><span><bdi>${one.user}</bdi> · <bdi>${device(one.device) || one.address}</bdi><br /><span class="quiet">${one.address} · ${when(one.created)} · ${t('account.used', { when: ago(one.lastUsed) })}</span></span>
            ${one.current ? html`<span class="tag">${t('account.this')}</span>` : html`<button type="button" class="plain small" @click=${() => attempt(async () => { await send('DELETE', at('sessions/{id}', { id: one.id })); await this.#sessions.read(); })}>${t('account.end')}</button>`}</li>`,
        )}
      </ul></section>
    `;
  }

  #factor(): TemplateResult {
    if (this.#account.value?.secondFactor) {
      const schema: FormOf<BodyOf<'POST', 'account/second-factor/remove'>> = { type: 'object', required: ['password'], properties: { password: { type: 'string', title: t('user.password'), writeOnly: true } } };
      return html`<p>${t('account.factor.on')}</p><details><summary>${t('account.factor.remove')}</summary><cloudy-form .schema=${schema} .action=${t('account.factor.remove')} .save=${this.#remove}></cloudy-form></details>`;
    }
    if (!this.setup) {
      const proof: FormOf<BodyOf<'POST', 'account/second-factor'>> = { type: 'object', required: ['password'], properties: { password: { type: 'string', title: t('user.password'), writeOnly: true } } };
      return html`<p>${t('account.factor.help')}</p><cloudy-form .schema=${proof} .action=${t('account.factor.add')} .save=${this.#begin}></cloudy-form>`;
    }
    const schema: FormOf<BodyOf<'PUT', 'account/second-factor'>> = { type: 'object', required: ['code'], properties: { code: { type: 'string', title: t('signin.digits'), description: t('account.factor.type') } } };
    return html`<p>${t('account.factor.scan')}</p><cloudy-qr .text=${this.setup.uri}></cloudy-qr><p><code class="secret">${this.setup.secret}</code></p>
      <cloudy-form .schema=${schema} .save=${this.#confirm}></cloudy-form>`;
  }

  #password = async (values: Values): Promise<void> => {
    await renew(() => send('PUT', at('account/password'), filled(values)));
    say(t('word.saved'));
  };

  #begin = async (values: Values): Promise<void> => {
    this.setup = await send('POST', at('account/second-factor'), filled(values));
  };

  #confirm = async (values: Values): Promise<void> => {
    const { recoveryCodes } = await renew(() => send('PUT', at('account/second-factor'), { code: String(values['code']).replace(/\s/g, '') }));
    this.setup = undefined;
    await open(t('account.recovery'), () => html`<p>${t('account.recovery.help')}</p><pre>${recoveryCodes.join('\n')}</pre>`);
    await this.#account.read();
  };

  #remove = async (values: Values): Promise<void> => {
    await renew(() => send('POST', at('account/second-factor/remove'), filled(values)));
    await this.#account.read();
  };

  #leave = (): Promise<boolean> =>
    attempt(async () => {
      await send('DELETE', at('sessions/current'));
      session.set(undefined);
    });
}

/** A browser as people call it: of what it says of itself the two words that tell one from another. */
function device(agent: string): string {
  const browser = /Firefox|Edg|OPR|Chrom|Safari/.exec(agent)?.[0];
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0];
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', Chrom: 'Chrome', 'Mac OS': 'macOS' };
  const known = [browser, system].filter((one) => one !== undefined).map((one) => names[one] ?? one);
  return known.length > 0 ? known.join(', ') : agent;
}
