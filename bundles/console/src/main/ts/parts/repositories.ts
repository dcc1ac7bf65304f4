// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, filled, send, session, type BodyOf } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t } from '../texts';
import type { FormOf, Repository } from '../types';
import { confirm, confirmWith } from './dialog';
import './job';
import './schema-form';
import type { Values } from './schema-form';
import { attempt } from './toasts';

type Wish = BodyOf<'POST', 'catalogue/repositories'>;

/** Where more services come from: an admin adds an address, sees what it would bring, and agrees to exactly that. */
@customElement('cloudy-repositories')
export class Repositories extends Part {
  @state() private job = '';
  #repositories = new Live(this, session.may('admin') ? at('catalogue/repositories') : undefined, ['catalogue']);

  override render(): TemplateResult | typeof nothing {
    if (!session.may('admin')) return nothing;
    const schema: FormOf<Wish> = {
      type: 'object',
      required: ['address'],
      properties: {
        address: { type: 'string', title: t('repository.address'), description: t('repository.address.help') },
        key: { type: 'string', title: t('repository.key'), description: t('repository.key.help'), maxLength: 400, format: 'multiline' },
        sha256: { type: 'string', title: t('repository.sum'), description: t('repository.sum.help'), pattern: '^[0-9a-f]{64}$', 'x-sentence': t('repository.sum.wrong') },
      },
    };
    return html`<details class="card fold"><summary>${t('repository.title')}</summary>
      <p class="quiet prose">${t('repository.help')}</p>
      <ul class="plainlist">${(this.#repositories.value?.items ?? []).map((one) => this.#line(one))}</ul>
      <cloudy-form .schema=${schema} .action=${t('repository.show')} .save=${this.#show}></cloudy-form>
      ${this.job ? html`<cloudy-job .job=${this.job} @ended=${() => this.#repositories.read()}></cloudy-job>` : nothing}
    </details>`;
  }

  #line(one: Repository): TemplateResult {
    return html`<li><span><strong><bdi>${one.name}</bdi></strong><br /><span class="quiet"><bdi>${one.address}</bdi></span>
        ${one.reason ? html`<br /><span class="fault">${one.reason}</span>` : nothing}</span>
      <span class="row">${one.key ? html`<button type="button" class="plain small" @click=${() => this.#refresh(one)}>${t('repository.refresh')}</button>` : nothing}
        <button type="button" class="danger small" @click=${() => this.#forget(one)}>${t('word.remove')}</button></span></li>`;
  }

  #refresh(one: Repository): Promise<boolean> {
    return attempt(async () => {
      this.job = (await send('POST', at('catalogue/repositories/{name}/refresh', { name: one.name }))).job;
    });
  }

  #show = async (values: Values): Promise<void> => {
    const wish = filled<Wish>(values);
    const shown = await send('POST', at('catalogue/repositories'), wish);
    if (!('digest' in shown)) return;
    const agreed = await confirmWith(
      shown.name,
      html`<p>${t('repository.brings')}</p>
        <ul>${shown.features.map((feature) => html`<li><strong><bdi>${feature.title}</bdi></strong> ${feature.version}<br /><bdi>${feature.description}</bdi></li>`)}</ul>`,
      t('repository.add'),
    );
    if (!agreed) return;
    const begun = await send('POST', at('catalogue/repositories'), { ...wish, confirm: shown.digest });
    if ('job' in begun) this.job = begun.job;
  };

  async #forget(one: Repository): Promise<void> {
    if (!(await confirm(t('repository.title'), t('repository.forget', { name: one.name }), t('word.remove')))) return;
    await attempt(async () => {
      await send('DELETE', at('catalogue/repositories/{name}', { name: one.name }));
      await this.#repositories.read();
    });
  }
}
