// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { at, filled, send, session, type BodyOf } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { open } from '../parts/dialog';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import { attempt } from '../parts/toasts';
import { ago, t, when, word } from '../texts';
import type { FormOf } from '../types';

/** Keys for programs. */
@customElement('cloudy-tokens')
export class Tokens extends Part {
  #tokens = new Live(this, at('tokens', {}, { limit: 1000 }), ['user']);

  override render(): TemplateResult | typeof nothing {
    if (!this.#tokens.value) return nothing;
    const roles = (['viewer', 'operator', 'admin'] as const).filter((role) => session.may(role));
    const schema: FormOf<BodyOf<'POST', 'tokens'>> = {
      type: 'object',
      required: ['name', 'role'],
      properties: {
        name: { type: 'string', title: t('user.name'), description: t('tokens.name.help') },
        role: { type: 'string', title: t('user.role'), enum: [...roles], 'x-titles': roles.map((role) => t(`role.${role}`)), default: 'viewer' },
        days: { type: 'integer', title: t('tokens.days'), default: 365, minimum: 1, maximum: 1825 },
      },
    };
    return html`
      <p>${t('tokens.help')}</p>
      <ul class="plainlist card" ?hidden=${!this.#tokens.value.items.length}>
        ${this.#tokens.value.items.map(
          (token) => html`<li><span><strong><bdi>${token.name}</bdi></strong> <span class="tag">${word('role', token.role)}</span><br /><span class="quiet">${token.user} · ${t('tokens.until', { when: when(token.ends) })}
            ${token.lastUsed ? `· ${t('account.used', { when: ago(token.lastUsed) })}` : ''}</span></span>
            <button type="button" class="danger small" @click=${() => attempt(async () => { await send('DELETE', at('tokens/{id}', { id: token.id })); await this.#tokens.read(); })}>${t('word.remove')}</button></li>`,
        )}
      </ul>
      <section class="card"><h2>${t('tokens.add')}</h2>
      <cloudy-form .schema=${schema} .action=${t('tokens.add')} .save=${this.#add}></cloudy-form></section>
    `;
  }

  #add = async (values: Values): Promise<void> => {
    const made = await send('POST', at('tokens'), filled(values));
    await open(t('tokens.made'), () => html`<p>${t('tokens.once')}</p><pre>${made.token}</pre>`);
    await this.#tokens.read();
  };
}
