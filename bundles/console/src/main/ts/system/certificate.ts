// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { at } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import '../parts/settings';
import { t, when } from '../texts';

/** What proves to a browser that it talks to this node. */
@customElement('cloudy-certificate')
export class CertificateView extends Part {
  #live = new Live(this, at('certificate'), ['settings', 'notice']);

  override render(): TemplateResult {
    const certificate = this.#live.value;
    return html`
      ${certificate
        ? html`<section class="card"><dl>
            <div><dt>${t('certificate.fingerprint')}</dt><dd><code>${certificate.fingerprintSha256}</code></dd></div>
            <div><dt>${t('certificate.names')}</dt><dd>${certificate.names.join(', ')}</dd></div>
            <div><dt>${t('certificate.issuer')}</dt><dd><bdi>${certificate.issuer}</bdi></dd></div>
            <div><dt>${t('certificate.until')}</dt><dd>${when(certificate.notAfter)}</dd></div>
          </dl>
          ${certificate.ownAuthority ? html`<p>${t('certificate.own')} <a href="/ca.crt" download>${t('certificate.get')}</a></p>` : nothing}</section>`
        : nothing}
      <cloudy-settings class="card" pid="cloudy.https"></cloudy-settings>
    `;
  }
}
