// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../element';
import { t } from '../texts';

const KEPT = 1000;

/** A log as it is written: followed while it is open, filtered by words, and to be taken along. */
@customElement('cloudy-log')
export class LogView extends Part {
  @property() path = '';
  @property() name = 'log';
  @state() private lines: string[] = [];
  @state() private words = '';
  @state() private shown = false;
  #source: EventSource | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pagehide', this.#stop);
  }

  override disconnectedCallback(): void {
    removeEventListener('pagehide', this.#stop);
    this.#stop();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const words = this.words.toLowerCase();
    const lines = this.lines.filter((line) => line.toLowerCase().includes(words));
    return html`<details @toggle=${this.#toggle}>
      <summary>${t('log.title')}</summary>
      <p class="row ends">
        <label class="grow">${t('log.filter')} <input type="search" .value=${this.words} @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)} /></label>
        <button type="button" class="plain" @click=${this.#download}>${t('log.download')}</button>
      </p>
      <pre class="log" tabindex="0" role="log" aria-label=${t('log.title')}>${lines.join('\n')}</pre>
    </details>`;
  }

  override updated(): void {
    const box = this.querySelector('pre');
    if (box) box.scrollTop = box.scrollHeight;
  }

  #toggle = (event: Event): void => {
    this.shown = (event.currentTarget as HTMLDetailsElement).open;
    if (!this.shown) return this.#stop();
    this.lines = [];
    this.#source = new EventSource(`/api/v1/${this.path}${this.path.includes('?') ? '&' : '?'}follow=true`);
    this.#source.onopen = () => (this.lines = []);
    this.#source.onmessage = (event) => {
      this.lines = [...this.lines.slice(1 - KEPT), event.data as string];
    };
    // The node closes it when the last line has come; the browser would begin anew.
    this.#source.addEventListener('end', () => this.#stop());
  };

  #stop = (): void => {
    this.#source?.close();
    this.#source = undefined;
  };

  #download = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([this.lines.join('\n')], { type: 'text/plain' }));
    link.download = `${this.name}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
}
