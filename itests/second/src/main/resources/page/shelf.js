// SPDX-License-Identifier: Apache-2.0
import { make } from '/ui/page.js';

// The console sets `node`, its way to the API, and `service` before it attaches the element.
customElements.define('cloudy-shelf', class extends HTMLElement {
  async connectedCallback() {
    const { offers } = await this.node.get(`services/${this.service}`);
    const href = `http://${location.hostname}:${offers[0].port}/`;
    this.replaceChildren(make('a', { href }, href));
  }
});
