// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from '../element';
import { theme, themes, useTheme, type Theme } from '../look';
import '../parts/language-choice';
import { t } from '../texts';

/** Language and colours, kept in this browser. */
@customElement('cloudy-look')
export class Look extends Part {
  override render(): TemplateResult {
    return html`
      <cloudy-language-choice></cloudy-language-choice>
      <fieldset class="choice">
        <legend>${t('look.theme')}</legend>
        ${themes.map((one) => html`<label><input type="radio" name="theme" .checked=${one === theme()} @change=${() => this.#choose(one)} /> ${t(`theme.${one}`)}</label>`)}
      </fieldset>
    `;
  }

  #choose(chosen: Theme): void {
    useTheme(chosen);
    this.requestUpdate();
  }
}
