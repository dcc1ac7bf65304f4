// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Session } from '../api';
import type { Place } from '../router';
import type { Key } from '../texts';
import './home';
import './network';
import './search';
import './service';
import './services';
import './system';

/** A page of the console, in the order of the navigation. */
export interface Page {
  path: string;
  title: Key;
  /** For the navigation, where the title is long. */
  short?: Key;
  role: Session['role'];
  draw: (place: Place) => TemplateResult;
}

export const pages: readonly Page[] = [
  { path: '', title: 'home.title', role: 'viewer', draw: () => html`<cloudy-home></cloudy-home>` },
  {
    path: 'services',
    title: 'services.title',
    role: 'viewer',
    // Another service's page begins anew: what is on it, such as a bundle's element, was made for one.
    draw: ({ rest }) => (rest[0] ? html`${keyed(rest[0], html`<cloudy-service .service=${rest[0]}></cloudy-service>`)}` : html`<cloudy-services></cloudy-services>`),
  },
  { path: 'search', title: 'search.title', short: 'search.short', role: 'viewer', draw: ({ query }) => html`<cloudy-search .query=${query}></cloudy-search>` },
  { path: 'network', title: 'network.title', role: 'viewer', draw: () => html`<cloudy-network></cloudy-network>` },
  { path: 'system', title: 'system.title', role: 'viewer', draw: ({ rest }) => html`<cloudy-system .tab=${rest[0] ?? ''}></cloudy-system>` },
];
