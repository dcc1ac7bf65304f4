// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, send, sentence, session } from '../api';
import { Part } from '../element';
import '../parts/language-choice';
import { t } from '../texts';

/** Name, password, and the code of the second factor where there is one. */
@customElement('cloudy-sign-in')
export class SignIn extends Part {
  @state() private fault = '';
  @state() private busy = false;

  override render(): TemplateResult {
    return html`<section class="narrow">
      <h1><img src="/ui/icon.svg" alt="" width="40" height="40" /> Cloudy</h1>
      <form @submit=${this.#submit}>
        ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
        <div class="field"><label for="name">${t('user.name')}</label><input id="name" name="name" autocomplete="username" required autocapitalize="none" /></div>
        <div class="field"><label for="password">${t('user.password')}</label><input id="password" name="password" type="password" autocomplete="current-password" required /></div>
        <details>
          <summary>${t('signin.code')}</summary>
          <div class="field"><label for="code">${t('signin.digits')}</label><input id="code" name="code" autocomplete="one-time-code" inputmode="numeric" /></div>
        </details>
        <p class="row"><button type="submit" ?disabled=${this.busy}>${t('signin.do')}</button></p>
      </form>
      <cloudy-language-choice></cloudy-language-choice>
    </section>`;
  }

  #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    this.busy = true;
    try {
      const body = { name: text('name'), password: text('password') };
      session.set(await send('POST', at('sessions'), text('code') ? { ...body, code: text('code').replace(/\s/g, '') } : body));
    } catch (fault) {
      this.fault = sentence(fault);
    } finally {
      this.busy = false;
    }
  };
}
