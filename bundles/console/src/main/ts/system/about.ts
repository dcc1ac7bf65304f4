// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { at } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t, when } from '../texts';

/** What this is, and of what it is made. */
@customElement('cloudy-about')
export class About extends Part {
  #node = new Live(this, at('node'), []);

  override render(): TemplateResult | typeof nothing {
    const node = this.#node.value;
    if (!node) return nothing;
    const facts: [string, string | undefined][] = [
      [t('about.version'), node.version],
      [t('about.id'), node.id],
      ['Java', node.java],
      [t('about.os'), node.os],
      [t('about.model'), node.hardware],
      [t('home.since'), when(node.started)],
    ];
    return html`<section class="card"><dl>${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <p><a href="/api/docs" target="_blank" rel="noopener">${t('about.api')}</a></p></section>
      <h2>${t('about.licences')}</h2>
      <p>Cloudy: Apache-2.0. Apache Karaf, Felix: Apache-2.0. Eclipse Jetty: EPL-2.0 / Apache-2.0. Bouncy Castle: MIT. Jackson, SnakeYAML Engine, msgpack: Apache-2.0. Lit: BSD-3-Clause. qrcode-generator: MIT.</p>`;
  }
}
