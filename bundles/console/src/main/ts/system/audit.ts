// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { attempt, say } from '../parts/toasts';
import { counted, t, when } from '../texts';
import type { AuditEntry, List } from '../types';

/** Who changed what, the latest first. */
@customElement('cloudy-audit')
export class Audit extends Part {
  @state() private more: AuditEntry[] = [];
  @state() private next: string | undefined;
  #first = new Live<List<AuditEntry>>(this, 'audit?limit=50', []);

  override render(): TemplateResult {
    const entries = [...(this.#first.value?.items ?? []), ...this.more];
    const next = this.more.length > 0 ? this.next : this.#first.value?.next;
    return html`
      <p class="row"><button type="button" class="plain" @click=${this.#verify}>${t('audit.verify')}</button></p>
      <div class="scroll" tabindex="0" role="group" aria-label=${t('audit.title')}><table>
        <thead><tr><th scope="col">${t('audit.when')}</th><th scope="col">${t('audit.who')}</th><th scope="col">${t('audit.what')}</th><th scope="col">${t('audit.outcome')}</th></tr></thead>
        <tbody>${entries.map((entry) => html`<tr><td>${when(entry.time)}</td><td><bdi>${entry.user}</bdi><br /><small>${entry.from}</small></td><td>${entry.action}<br /><small><bdi>${entry.target}</bdi></small></td><td><bdi>${entry.outcome}</bdi></td></tr>`)}</tbody>
      </table></div>
      ${next ? html`<p class="row"><button type="button" class="plain" @click=${() => this.#further(next)}>${t('search.more')}</button></p>` : nothing}
    `;
  }

  #further(cursor: string): Promise<boolean> {
    return attempt(async () => {
      const page = await get<List<AuditEntry>>(`audit?limit=50&cursor=${encodeURIComponent(cursor)}`);
      this.more = [...this.more, ...page.items];
      this.next = page.next;
    });
  }

  #verify = (): Promise<boolean> =>
    attempt(async () => {
      const { intact, entries, problems } = await post<{ intact: boolean; entries: number; problems: string[] }>('audit/verify');
      say(intact ? counted('audit.intact', entries) : problems.join(' '), !intact);
    });
}
