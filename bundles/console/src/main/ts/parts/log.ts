// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Part } from '../element';
import { counted, t } from '../texts';

const KEPT = 1000;

/** A log as it is written: followed while it is open, filtered by words, and to be taken along. */
@customElement('cloudy-log')
export class LogView extends Part {
  @property() path = '';
  @property() name = 'log';
  @state() private lines: string[] = [];
  @state() private words = '';
  @state() private follow = true;
  @query('pre') private box!: HTMLElement | null;
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
    const lines = this.#shown();
    return html`<details @toggle=${this.#toggle}>
      <summary>${t('log.title')}</summary>
      <div class="row ends">
        <label class="grow">${t('log.filter')} <input type="search" .value=${this.words} @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)} /></label>
        <label class="tick"><input type="checkbox" role="switch" .checked=${this.follow} @change=${(event: Event) => (this.follow = (event.target as HTMLInputElement).checked)} /> ${t('log.follow')}</label>
        <button type="button" class="plain" ?disabled=${this.lines.length === 0} @click=${this.#download}>${t('log.download')}</button>
      </div>
      <pre class="log" tabindex="0" role="log" aria-label=${t('log.title')}>${lines.join('\n')}</pre>
      <p class="quiet">${this.lines.length === 0 ? t('log.empty') : counted('log.lines', lines.length)}</p>
    </details>`;
  }

  override updated(): void {
    if (this.box && this.follow) this.box.scrollTop = this.box.scrollHeight;
  }

  #shown(): string[] {
    const words = this.words.toLowerCase();
    return words ? this.lines.filter((line) => line.toLowerCase().includes(words)) : this.lines;
  }

  #toggle = (event: Event): void => {
    this.#stop();
    if (!(event.currentTarget as HTMLDetailsElement).open) return;
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
    link.href = URL.createObjectURL(new Blob([this.#shown().join('\n') + '\n'], { type: 'text/plain' }));
    link.download = `${this.name.replace(/[^A-Za-z0-9._-]+/g, '-')}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
}
