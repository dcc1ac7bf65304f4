// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { at, get, send } from '../api';
import { Part } from '../element';
import { t, when } from '../texts';
import { save } from './files';
import './qr';
import { attempt } from './toasts';

interface Made {
  recipient: string;
  recoveryKey: string;
  node: string;
}

/**
 * Makes the recovery key, and has it printed or saved. The node takes the public half once the reader says that the other
 * one is kept: a page that is closed before that has changed nothing. Tells `kept` then.
 */
@customElement('cloudy-recovery-key')
export class RecoveryKeyView extends Part {
  /** Where the reader has just said that there is to be one. */
  @property({ type: Boolean }) now = false;
  @state() private made: Made | undefined;
  @state() private kept = false;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.now) void attempt(() => this.#make());
  }

  override render(): TemplateResult {
    const { made } = this;
    if (!made) {
      return html`<p class="row"><button type="button" @click=${() => attempt(() => this.#make())}>${t('backups.key.make')}</button></p>`;
    }
    return html`<section class="sheet">
        <h3>${t('backups.key.of', { node: made.node })}</h3>
        <cloudy-qr .text=${made.recoveryKey}></cloudy-qr>
        <pre class="wraps">${made.recoveryKey}</pre>
        <p>${t('backups.key.opens')}</p>
        <p class="onlyprint">${when(new Date().toISOString())} · ${made.recipient}</p>
      </section>
      <div class="noprint">
        <p>${t('backups.key.once')}</p>
        <p class="row">
          <button type="button" class="plain" @click=${() => save('cloudy-recovery-key.txt', [`# ${made.node}\n# ${made.recipient}\n${made.recoveryKey}\n`])}>${t('backups.key.save')}</button>
          <button type="button" class="plain" @click=${() => window.print()}>${t('backups.key.print')}</button>
        </p>
        <div class="field tick"><input type="checkbox" id="key-kept" name="kept" .checked=${this.kept} @change=${(event: Event) => (this.kept = (event.target as HTMLInputElement).checked)} />
          <label for="key-kept">${t('backups.key.kept')}</label></div>
        <p class="row"><button type="button" ?disabled=${!this.kept} @click=${() => attempt(() => this.#take(made))}>${t('backups.key.take')}</button></p>
      </div>`;
  }

  async #make(): Promise<void> {
    const { name } = await get(at('node'));
    this.made = { node: name, ...(await send('POST', at('backups/key'), { kept: false })) };
  }

  async #take(made: Made): Promise<void> {
    await send('PATCH', at('settings/{pid}', { pid: 'cloudy.backup' }), { recipient: made.recipient });
    this.made = undefined;
    this.dispatchEvent(new Event('kept'));
  }
}
