// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { at, get, send } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t, when } from '../texts';
import type { Version } from '../types';
import { open } from './dialog';
import { attempt } from './toasts';

/** What settings once were, what each change did, and a way back. */
@customElement('cloudy-history')
export class History extends Part {
  @property() pid = '';
  #versions = new Live<'settings/{pid}/history'>(this, undefined, ['settings']);

  override willUpdate(): void {
    this.#versions.path = at('settings/{pid}/history', { pid: this.pid });
  }

  override render(): TemplateResult | typeof nothing {
    const versions = this.#versions.value?.items ?? [];
    if (versions.length < 2) return nothing;
    return html`<details>
      <summary>${t('history.title')}</summary>
      <ol class="plainlist">
        ${versions.map(
          (version, i) => html`<li>
            <span>${when(version.at)} <span class="quiet"><bdi>${version.by}</bdi></span></span>
            <span class="row"><button type="button" class="plain small" @click=${() => this.#look(version)}>${t('history.look')}</button>
            ${i > 0 ? html`<button type="button" class="plain small" @click=${() => this.#restore(version)}>${t('history.restore')}</button>` : html`<span class="tag">${t('history.now')}</span>`}</span>
          </li>`,
        )}
      </ol>
    </details>`;
  }

  async #look(version: Version): Promise<void> {
    await attempt(async () => {
      const detail = await get(at('settings/{pid}/history/{version}', { pid: this.pid, version: version.id }));
      await open(
        when(version.at),
        () => html`<table>
          <thead><tr><th scope="col">${t('history.setting')}</th><th scope="col">${t('history.before')}</th><th scope="col">${t('history.after')}</th></tr></thead>
          <tbody>${detail.differences.map((change) => html`<tr><td>${change.key}</td><td>${change.before ?? '—'}</td><td>${change.after ?? '—'}</td></tr>`)}</tbody>
        </table>`,
      );
    });
  }

  #restore(version: Version): Promise<boolean> {
    return attempt(() => send('POST', at('settings/{pid}/history/{version}/restore', { pid: this.pid, version: version.id })), t('word.saved'));
  }
}
