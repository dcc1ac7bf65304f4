// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { del, part, post, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { open } from '../parts/dialog';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import { attempt } from '../parts/toasts';
import { ago, t, when, word } from '../texts';
import type { List, Token } from '../types';

/** Keys for programs. */
@customElement('cloudy-tokens')
export class Tokens extends Part {
  #tokens = new Live<List<Token>>(this, 'tokens', ['user']);

  override render(): TemplateResult | typeof nothing {
    if (!this.#tokens.value) return nothing;
    const roles = (['viewer', 'operator', 'admin'] as const).filter((role) => session.may(role));
    const schema = {
      type: 'object',
      required: ['name', 'role'],
      properties: {
        name: { type: 'string', title: t('user.name'), description: t('tokens.name.help') },
        role: { type: 'string', title: t('user.role'), enum: roles, 'x-titles': roles.map((role) => t(`role.${role}`)), default: 'viewer' },
        days: { type: 'integer', title: t('tokens.days'), default: 365, minimum: 1, maximum: 1826 },
      },
    };
    return html`
      <p>${t('tokens.help')}</p>
      <ul class="plainlist card" ?hidden=${!this.#tokens.value.items.length}>
        ${this.#tokens.value.items.map(
          (token) => html`<li><span><strong><bdi>${token.name}</bdi></strong> <span class="tag">${word('role', token.role)}</span><br /><span class="quiet">${token.user} · ${t('tokens.until', { when: when(token.ends) })}
            ${token.lastUsed ? `· ${t('account.used', { when: ago(token.lastUsed) })}` : ''}</span></span>
            <button type="button" class="danger small" @click=${() => attempt(async () => { await del(`tokens/${part(token.id)}`); await this.#tokens.read(); })}>${t('word.remove')}</button></li>`,
        )}
      </ul>
      <section class="card"><h2>${t('tokens.add')}</h2>
      <cloudy-form .schema=${schema} .action=${t('tokens.add')} .save=${this.#add}></cloudy-form></section>
    `;
  }

  #add = async (values: Values): Promise<void> => {
    const made = await post<{ token: string }>('tokens', Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)));
    await open(t('tokens.made'), () => html`<p>${t('tokens.once')}</p><pre>${made.token}</pre>`);
    await this.#tokens.read();
  };
}
