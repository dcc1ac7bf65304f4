// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { at, filled, send, session, type BodyOf, type Role } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { confirm } from '../parts/dialog';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import { attempt, say } from '../parts/toasts';
import { t, word } from '../texts';
import { USER_NAME, type FormOf, type User } from '../types';

const roles = ['viewer', 'operator', 'admin'] as const;

/** Who may do what. */
@customElement('cloudy-users')
export class Users extends Part {
  #users = new Live(this, at('users', {}, { limit: 1000 }), ['user']);

  override render(): TemplateResult | typeof nothing {
    // What comes later would push away what is about to be pressed.
    if (!this.#users.value) return nothing;
    const schema: FormOf<BodyOf<'POST', 'users'>> = {
      type: 'object',
      required: ['name', 'password', 'role'],
      properties: {
        name: { type: 'string', title: t('user.name'), description: t('setup.user.help'), pattern: USER_NAME, 'x-sentence': t('user.name.wrong') },
        password: { type: 'string', title: t('user.password'), description: t('account.new.help'), writeOnly: true },
        role: { type: 'string', title: t('user.role'), enum: [...roles], 'x-titles': roles.map((role) => t(`role.${role}`)), default: 'viewer' },
      },
    };
    return html`
      <ul class="cards">
        ${this.#users.value.items.map(
          (user) => html`<li>
            <h2>${user.name}</h2>
            <p class="row"><span class="tag">${word('role', user.role)}</span>${user.secondFactor ? html`<span class="tag">${t('user.factor')}</span>` : ''}</p>
            ${user.name === session.now?.user
              ? html`<p class="quiet">${t('user.you')}</p>`
              : html`<p class="row">
                  ${roles.filter((role) => role !== user.role).map((role) => html`<button type="button" class="plain small" @click=${() => this.#role(user, role)}>${t('user.make', { role: t(`role.${role}`) })}</button>`)}
                  <button type="button" class="danger small" @click=${() => this.#remove(user)}>${t('word.remove')}</button>
                </p>`}
          </li>`,
        )}
      </ul>
      <section class="card"><h2>${t('users.add')}</h2>
      <cloudy-form .schema=${schema} .action=${t('users.add')} .save=${this.#add}></cloudy-form></section>
    `;
  }

  #add = async (values: Values): Promise<void> => {
    await send('POST', at('users'), filled(values));
    say(t('word.saved'));
    await this.#users.read();
  };

  #role(user: User, role: Role): Promise<boolean> {
    return attempt(async () => {
      await send('PATCH', at('users/{name}', { name: user.name }), { role });
      await this.#users.read();
    });
  }

  async #remove(user: User): Promise<void> {
    if (await confirm(t('word.remove'), t('users.remove.help', { name: user.name }), t('word.remove'))) {
      await attempt(async () => {
        await send('DELETE', at('users/{name}', { name: user.name }));
        await this.#users.read();
      });
    }
  }
}
