// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { at, get, send, session } from '../api';
import { Part } from '../element';
import { t } from '../texts';
import type { Program } from '../types';
import './job';
import { attempt } from './toasts';

/** The program that a service lacks: a button that has it installed, or what to type where nothing here can do that. */
@customElement('cloudy-program')
export class ProgramView extends Part {
  @property() service = '';
  @property() reason = '';
  @state() private program: Program | undefined;
  @state() private job = '';

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('service') || changed.has('reason')) void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.job) return html`<cloudy-job .job=${this.job} @ended=${this.#ended}></cloudy-job>`;
    const { program } = this;
    if (!program || program.installed) return nothing;
    if (!program.installable) {
      return html`<p>${t('service.install.type', { program: program.program })}</p><p><code>${program.command}</code></p>`;
    }
    return session.may('admin')
      ? html`<p class="row"><button type="button" @click=${this.#install}>${t('service.install', { name: program.name })}</button></p>`
      : html`<p>${t('service.install.ask', { program: program.program })}</p>`;
  }

  /** The reason names the package, in each language. */
  async #read(): Promise<void> {
    await attempt(async () => {
      const missing = (await get(at('programs'))).items.filter((one) => one.missing);
      const word = this.service.replace(/^.*\./, '');
      this.program = missing.find((one) => one.neededBy.includes(word)) ?? missing.find((one) => this.reason.split(/[^a-z0-9.+-]+/).includes(one.name));
    });
  }

  #install = (): Promise<boolean> =>
    attempt(async () => {
      this.job = (await send('POST', at('programs/{name}/install', { name: this.program?.name ?? '' }))).job;
    });

  #ended = (): void => {
    this.dispatchEvent(new CustomEvent('installed'));
  };
}
