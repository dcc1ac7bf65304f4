// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { at } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/job';
import { open } from '../parts/dialog';
import { t, when, word } from '../texts';

/** Long work, what became of it, and its logs. */
@customElement('cloudy-jobs')
export class Jobs extends Part {
  #jobs = new Live(this, at('jobs', {}, { limit: 200 }), ['job']);

  override render(): TemplateResult {
    const jobs = this.#jobs.value?.items ?? [];
    return html`${jobs.length === 0 ? html`<p class="empty">${t('jobs.none')}</p>` : ''}
      <ul class="plainlist card" ?hidden=${jobs.length === 0}>
        ${jobs.map(
          (job) => html`<li><span><button type="button" class="link" @click=${() => open(job.title, () => html`<cloudy-job .job=${job.id}></cloudy-job>`)}>${job.title}</button>
            <br /><span class="quiet">${when(job.created)} · ${job.by} ${job.reason}</span></span> <span class="state ${job.state}">${word('job', job.state)}</span></li>`,
        )}
      </ul>`;
  }
}
