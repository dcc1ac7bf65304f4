// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { part, post, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t, word } from '../texts';
import type { Finding, List } from '../types';
import { attempt } from './toasts';

/** What the node found out about itself, and what to do about it. */
@customElement('cloudy-doctor')
export class Doctor extends Part {
  /** Only what needs somebody: nothing at all when all is well. */
  @property({ type: Boolean }) only = false;
  @state() private busy = false;
  #findings = new Live<List<Finding>>(this, 'doctor', ['doctor', 'notice']);

  override render(): TemplateResult | typeof nothing {
    const all = this.#findings.value?.items;
    if (!all) return this.only || !this.#findings.fault ? nothing : html`<p class="empty">${t('doctor.none')}</p>`;
    const bad = all.filter((one) => !one.ignored && ['warning', 'fault'].includes(one.grade));
    if (this.only) {
      return bad.length === 0
        ? nothing
        : html`<section class="card attention" aria-labelledby="doctor"><h2 id="doctor">${t('doctor.title')}</h2>
            <ul>${bad.map((one) => html`<li>${one.text} <span class="quiet">${one.advice}</span></li>`)}</ul>
            <p><a href="/ui/system/doctor">${t('doctor.more')}</a></p></section>`;
    }
    return html`
      <p class="row">${session.may('operator') ? html`<button type="button" ?disabled=${this.busy} @click=${this.#run}>${t('doctor.run')}</button>` : nothing}</p>
      <ul class="plainlist card">
        ${all.map(
          (one) => html`<li><span><strong>${one.title}</strong><br />${one.text} <span class="quiet">${one.advice}</span></span>
            <span class="row"><span class="state ${one.ignored ? '' : one.grade}">${one.ignored ? t('doctor.ignored') : word('grade', one.grade)}</span>
            ${session.may('operator') && !one.ignored && ['warning', 'fault'].includes(one.grade) ? html`<button type="button" class="plain small" @click=${() => this.#ignore(one)}>${t('doctor.ignore')}</button>` : nothing}</span></li>`,
        )}
      </ul>
    `;
  }

  #run = async (): Promise<void> => {
    this.busy = true;
    await attempt(async () => {
      await post('doctor/run');
      await this.#findings.read();
    });
    this.busy = false;
  };

  #ignore(finding: Finding): Promise<boolean> {
    return attempt(async () => {
      await post(`doctor/${part(finding.id)}/ignore`);
      await this.#findings.read();
    });
  }
}
