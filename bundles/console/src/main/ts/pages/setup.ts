// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Part } from '../element';
import { t } from '../texts';

/** The first run. */
@customElement('cloudy-setup')
export class Setup extends Part {
  override render(): TemplateResult {
    return html`<h1>${t('setup.title')}</h1>`;
  }
}
