// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { del, part, post, put, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { open } from '../parts/dialog';
import '../parts/qr';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import { attempt, say } from '../parts/toasts';
import { ago, t, when, word } from '../texts';
import type { Account, List, SessionEntry } from '../types';

/** One's own password, second factor and sessions. */
@customElement('cloudy-account')
export class AccountView extends Part {
  @state() private setup: { secret: string; uri: string } | undefined;
  #account = new Live<Account>(this, 'sessions/current', ['user']);
  #sessions = new Live<List<SessionEntry>>(this, 'sessions', ['user']);

  override render(): TemplateResult {
    const schema = {
      type: 'object',
      required: ['password', 'newPassword'],
      properties: {
        password: { type: 'string', title: t('account.old'), writeOnly: true },
        newPassword: { type: 'string', title: t('account.new'), description: t('account.new.help'), writeOnly: true },
      },
    };
    return html`
      <p>${session.now?.name}, ${word('role', session.now?.role ?? '')}</p>
      <p class="row"><button type="button" class="plain" @click=${this.#leave}>${t('account.leave')}</button></p>
      <h2>${t('account.password')}</h2>
      <cloudy-form .schema=${schema} .save=${this.#password}></cloudy-form>
      <h2>${t('account.factor')}</h2>
      ${this.#factor()}
      <h2>${t('account.sessions')}</h2>
      <ul class="plainlist">
        ${(this.#sessions.value?.items ?? []).map(
          (one) => html`<li><bdi>${one.user}</bdi>, ${one.from}, ${t('account.used', { when: ago(one.lastUsed) })}, ${when(one.created)}
            ${one.current ? html`<strong>${t('account.this')}</strong>` : html`<button type="button" class="plain small" @click=${() => attempt(async () => { await del(`sessions/${part(one.id)}`); await this.#sessions.read(); })}>${t('account.end')}</button>`}</li>`,
        )}
      </ul>
    `;
  }

  #factor(): TemplateResult {
    if (this.#account.value?.secondFactor) {
      const schema = { type: 'object', required: ['password'], properties: { password: { type: 'string', title: t('user.password'), writeOnly: true } } };
      return html`<p>${t('account.factor.on')}</p><details><summary>${t('account.factor.remove')}</summary><cloudy-form .schema=${schema} .action=${t('account.factor.remove')} .save=${this.#remove}></cloudy-form></details>`;
    }
    if (!this.setup) return html`<p>${t('account.factor.help')}</p><p class="row"><button type="button" @click=${this.#begin}>${t('account.factor.add')}</button></p>`;
    const schema = { type: 'object', required: ['code'], properties: { code: { type: 'string', title: t('signin.digits'), description: t('account.factor.type') } } };
    return html`<p>${t('account.factor.scan')}</p><cloudy-qr .text=${this.setup.uri}></cloudy-qr><p><code>${this.setup.secret}</code></p>
      <cloudy-form .schema=${schema} .save=${this.#confirm}></cloudy-form>`;
  }

  #password = async (values: Values): Promise<void> => {
    await put('account/password', values);
    say(t('word.saved'));
  };

  #begin = (): Promise<boolean> =>
    attempt(async () => {
      this.setup = await post('account/second-factor');
    });

  #confirm = async (values: Values): Promise<void> => {
    const { recoveryCodes } = await put<{ recoveryCodes: string[] }>('account/second-factor', values);
    this.setup = undefined;
    await open(t('account.recovery'), () => html`<p>${t('account.recovery.help')}</p><pre>${recoveryCodes.join('\n')}</pre>`);
    await this.#account.read();
  };

  #remove = async (values: Values): Promise<void> => {
    await send('DELETE', 'account/second-factor', values);
    await this.#account.read();
  };

  #leave = (): Promise<boolean> =>
    attempt(async () => {
      await del('sessions/current');
      session.set(undefined);
    });
}
