// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, get, send } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { attempt, say } from '../parts/toasts';
import { counted, t, when, word } from '../texts';
import type { AuditEntry } from '../types';

const PAGE = 50;

/** Who changed what, the latest first. */
@customElement('cloudy-audit')
export class Audit extends Part {
  @state() private more: AuditEntry[] = [];
  @state() private next: string | undefined;
  /** What operations of bundles that this page was not made with are called in the contract. */
  @state() private summaries: Record<string, string> = {};
  #first = new Live(this, at('audit', {}, { limit: PAGE }), []);
  #asked = false;

  override render(): TemplateResult {
    const entries = [...(this.#first.value?.items ?? []), ...this.more];
    const next = this.more.length > 0 ? this.next : this.#first.value?.next;
    return html`
      <p class="row"><button type="button" class="plain" @click=${this.#verify}>${t('audit.verify')}</button></p>
      <section class="card"><table class="stack" aria-label=${t('audit.title')}>
        <thead><tr><th scope="col">${t('audit.when')}</th><th scope="col">${t('audit.who')}</th><th scope="col">${t('audit.what')}</th><th scope="col">${t('audit.outcome')}</th></tr></thead>
        <tbody>${entries.map((entry) => this.#line(entry))}</tbody>
      </table></section>
      ${next ? html`<p class="row"><button type="button" class="plain" @click=${() => this.#further(next)}>${t('search.more')}</button></p>` : nothing}
    `;
  }

  #line(entry: AuditEntry): TemplateResult {
    return html`<tr><td class="when">${when(entry.time)}</td><td><bdi>${entry.user === entry.proof ? word('proof', entry.proof) : entry.user}</bdi><br /><small>${entry.from || (entry.user === entry.proof ? '' : word('proof', entry.proof))}</small></td>
      <td>${this.#words(entry.action)}<br /><small><bdi>${target(entry.target)}</bdi></small></td>
      <td>${outcome(entry.outcome)}</td></tr>`;
  }

  #words(action: string): string {
    const known = word('did', action);
    if (known !== action) return known;
    if (!this.#asked) {
      this.#asked = true;
      void this.#ask();
    }
    return this.summaries[action] ?? action;
  }

  async #ask(): Promise<void> {
    const contract = (await get(at('openapi.json'))) as { paths?: Record<string, Record<string, { operationId?: string; summary?: string }>> };
    const all = Object.values(contract.paths ?? {}).flatMap((methods) => Object.values(methods));
    this.summaries = Object.fromEntries(all.map(({ operationId, summary }) => [operationId ?? '', summary ?? '']));
  }

  #further(cursor: string): Promise<boolean> {
    return attempt(async () => {
      const page = await get(at('audit', {}, { limit: PAGE, cursor }));
      this.more = [...this.more, ...page.items];
      this.next = page.next;
    });
  }

  #verify = (): Promise<boolean> =>
    attempt(async () => {
      const { intact, entries, problems } = await send('POST', at('audit/verify'));
      say(intact ? counted('audit.intact', entries) : problems.join(' '), !intact);
    });
}

/** `done`, perhaps with what of it; anything else went wrong, and stands out. */
function outcome(text: string): TemplateResult {
  const [, known, rest = ''] = /^(done|refused)\b[:,]?(.*)$/s.exec(text) ?? [];
  if (known === 'done') return html`<span class="quiet">${t('audit.done')}<br /><small><bdi>${detail(rest.trim())}</bdi></small></span>`;
  if (known === 'refused') return html`<span class="fault">${t('audit.refused')} <bdi>${detail(rest.trim())}</bdi></span>`;
  const [, status = ''] = /^([45]\d\d) /.exec(text) ?? [];
  const words = word('status', status);
  return html`<span class="fault">${words === status ? '' : words} <bdi><small>${words === status ? detail(text) : text}</small></bdi></span>`;
}

/** What the node writes there by itself; names of settings and sentences about files are as they were written. */
function detail(text: string): string {
  const [, count = '', what = ''] = /^(\d+) (tries since|more refused|address)/.exec(text) ?? [];
  if (what === 'tries since') return counted('audit.tries', Number(count));
  if (what === 'more refused') return counted('audit.refusals', Number(count));
  if (what === 'address') return counted('audit.addresses', Number(count));
  const name = text.replace(/ /g, '-');
  const known = word('changed', name);
  return known === name ? text : known;
}

/** What it was done to, as a person reads an address. */
function target(text: string): string {
  try {
    return detail(decodeURIComponent(text.replace(/^\/api\/v1\//, '')));
  } catch {
    return text;
  }
}
