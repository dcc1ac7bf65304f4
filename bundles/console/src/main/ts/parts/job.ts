// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { at, send } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t, when, word } from '../texts';
import { attempt } from './toasts';
import './log';

/** A job as it goes: how far, what is done now, its log, and a way to stop it. */
@customElement('cloudy-job')
export class JobView extends Part {
  @property() job = '';
  #live = new Live<'jobs/{id}'>(this, undefined, ['job']);
  #ended = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('job')) this.#ended = false;
    this.#live.path = this.job ? at('jobs/{id}', { id: this.job }) : undefined;
  }

  override updated(): void {
    const job = this.#live.value;
    if (job?.ended && job.id === this.job && !this.#ended) {
      this.#ended = true;
      this.dispatchEvent(new CustomEvent('ended', { detail: job }));
    }
  }

  override render(): TemplateResult | typeof nothing {
    const job = this.#live.value;
    if (job?.id !== this.job) return this.#live.fault ? html`<p class="fault">${this.#live.fault}</p>` : nothing;
    const running = job.state === 'running' || job.state === 'waiting';
    return html`
      <p class="row"><strong>${job.title}</strong> <span class="state ${job.state}">${word('job', job.state)}</span> <small>${when(job.created)}, <bdi>${job.by}</bdi></small></p>
      ${running ? html`<progress max="100" value=${job.percent} aria-label=${job.step}></progress>` : nothing}
      <p aria-live="polite">${job.reason || job.step}</p>
      <cloudy-log path=${at('jobs/{id}/log', { id: job.id })} name="job-${job.id}"></cloudy-log>
      ${running ? html`<p class="row"><button type="button" class="plain" @click=${() => attempt(() => send('POST', at('jobs/{id}/cancel', { id: job.id })))}>${t('job.cancel')}</button></p>` : nothing}
    `;
  }
}
