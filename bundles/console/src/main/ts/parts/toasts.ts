// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sentence } from '../api';
import { Part } from '../element';
import { t } from '../texts';

interface Toast {
  text: string;
  bad: boolean;
}

/** Says something that passes: `say('Saved')`; what went wrong stays until it is closed. */
export function say(text: string, bad = false): void {
  dispatchEvent(new CustomEvent<Toast>('cloudy-toast', { detail: { text, bad } }));
}

/** Does something, and says what went wrong. Returns whether it went well. */
export async function attempt(work: () => Promise<unknown>, done = ''): Promise<boolean> {
  try {
    await work();
    if (done) say(done);
    return true;
  } catch (fault) {
    say(sentence(fault), true);
    return false;
  }
}

@customElement('cloudy-toasts')
export class Toasts extends Part {
  @state() private toasts: Toast[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('cloudy-toast', this.#add);
  }

  override disconnectedCallback(): void {
    removeEventListener('cloudy-toast', this.#add);
    super.disconnectedCallback();
  }

  #add = (event: Event): void => {
    const toast = (event as CustomEvent<Toast>).detail;
    this.toasts = [...this.toasts.slice(-3), toast];
    if (!toast.bad) setTimeout(() => this.#remove(toast), 6000);
  };

  #remove(toast: Toast): void {
    this.toasts = this.toasts.filter((one) => one !== toast);
  }

  override render(): TemplateResult {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${this.toasts.map(
        (toast) => html`<p class=${toast.bad ? 'bad' : ''}>
          ${toast.text}
          <button type="button" class="plain" aria-label=${t('word.close')} @click=${() => this.#remove(toast)}>×</button>
        </p>`,
      )}
    </div>`;
  }
}
