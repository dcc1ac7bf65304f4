// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from '../element';
import { language, languages, t, useLanguage, type Language } from '../texts';

const names: Record<Language, string> = { ca: 'Català', es: 'Español', en: 'English' };

/** Three buttons; the page is drawn anew in the language chosen. */
@customElement('cloudy-language-choice')
export class LanguageChoice extends Part {
  override render(): TemplateResult {
    return html`<p class="row" role="group" aria-label=${t('frame.language')}>
      ${languages.map(
        (one) => html`<button type="button" class="plain" lang=${one} aria-pressed=${one === language() ? 'true' : 'false'} @click=${() => this.#choose(one)}>${names[one]}</button>`,
      )}
    </p>`;
  }

  #choose(chosen: Language): void {
    useLanguage(chosen);
    // Every element that is shown has texts: loading the page anew is the one way that forgets none.
    location.reload();
  }
}
