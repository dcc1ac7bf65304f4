// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { at, send } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t, when, word } from '../texts';
import type { Job } from '../types';
import { attempt } from './toasts';
import './log';

/** What it does, in the reader's language where that can be told by its kind. */
export function jobTitle({ kind, title }: Job): string {
  const known = word('work', kind);
  return known === kind ? title : known;
}

/** A job as it goes: how far, what is done now, its log, and a way to stop it. */
@customElement('cloudy-job')
export class JobView extends Part {
  @property() job = '';
  #live = new Live<'jobs/{id}'>(this, undefined, ['job']);
  #ended = false;

  override willUpdate(): void {
    this.#live.path = this.job ? at('jobs/{id}', { id: this.job }) : undefined;
  }

  override updated(): void {
    const job = this.#live.value;
    if (job?.ended && !this.#ended) {
      this.#ended = true;
      this.dispatchEvent(new CustomEvent('ended', { detail: job }));
    }
  }

  override render(): TemplateResult | typeof nothing {
    const job = this.#live.value;
    if (!job) return this.#live.fault ? html`<p class="fault">${this.#live.fault}</p>` : nothing;
    const running = job.state === 'running' || job.state === 'waiting';
    return html`
      <p class="row"><strong>${jobTitle(job)}</strong> <span class="state ${job.state}">${word('job', job.state)}</span> <small>${when(job.created)}, <bdi>${job.by}</bdi></small></p>
      ${running ? html`<progress max="100" value=${job.percent} aria-label=${job.step}></progress>` : nothing}
      <p aria-live="polite">${job.reason || job.step}</p>
      <cloudy-log path=${at('jobs/{id}/log', { id: job.id })} name="job-${job.id}"></cloudy-log>
      ${running ? html`<p class="row"><button type="button" class="plain" @click=${() => attempt(() => send('POST', at('jobs/{id}/cancel', { id: job.id })))}>${t('job.cancel')}</button></p>` : nothing}
    `;
  }
}
