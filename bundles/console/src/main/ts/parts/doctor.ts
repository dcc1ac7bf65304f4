// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { ago, t, word } from '../texts';
import type { Finding } from '../types';
import './job';
import { attempt } from './toasts';

/** What the node found out about itself, and what to do about it. */
@customElement('cloudy-doctor')
export class Doctor extends Part {
  @state() private job = '';
  #findings = new Live(this, at('doctor'), ['notice', 'job']);

  override render(): TemplateResult | typeof nothing {
    const found = this.#findings.value;
    if (!found) return this.#findings.fault ? html`<p class="fault" role="alert">${this.#findings.fault}</p>` : nothing;
    const groups = [...new Set(found.items.map((one) => (one.ignored ? 'ignored' : one.grade)))];
    return html`
      <p class="row"><span class="grow quiet">${found.ran ? t('doctor.ran', { when: ago(found.ran) }) : ''}</span>
        ${session.may('operator') ? html`<button type="button" class="plain" @click=${this.#run}>${t('doctor.run')}</button>` : nothing}</p>
      ${this.job ? html`<div class="card"><cloudy-job .job=${this.job} @ended=${() => this.#findings.read()}></cloudy-job></div>` : nothing}
      ${groups.map((group) => {
        const mine = found.items.filter((one) => (one.ignored ? 'ignored' : one.grade) === group);
        return html`<details class="card fold" ?open=${group === 'fault' || group === 'warning'}>
          <summary><span class="state ${group}">${word('grade', group)}</span> <small>${mine.length}</small></summary>
          <ul class="plainlist">${mine.map((one) => this.#line(one))}</ul></details>`;
      })}
    `;
  }

  #line(one: Finding): TemplateResult {
    return html`<li><span class="grow"><strong>${one.title}</strong><br />${one.text}${one.advice ? html`<br /><span class="quiet">${one.advice}</span>` : nothing}</span>
      ${session.may('operator') && (one.ignored || isBad(one)) ? html`<button type="button" class="plain small" @click=${() => this.#ignore(one)}>${one.ignored ? t('doctor.heed') : t('doctor.ignore')}</button>` : nothing}</li>`;
  }

  #run = (): Promise<boolean> =>
    attempt(async () => {
      this.job = (await send('POST', at('doctor/run'))).job;
    });

  #ignore({ id, ignored }: Finding): Promise<boolean> {
    return attempt(async () => {
      if (ignored) await send('DELETE', at('doctor/{id}/ignore', { id }));
      else await send('POST', at('doctor/{id}/ignore', { id }));
      await this.#findings.read();
    });
  }
}

function isBad(one: Finding): boolean {
  return one.grade === 'warning' || one.grade === 'fault';
}
