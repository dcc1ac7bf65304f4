// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import type { Session } from '../api';
import type { Place } from '../router';
import type { Key } from '../texts';

/** A page of the console, in the order of the navigation. */
export interface Page {
  path: string;
  title: Key;
  role: Session['role'];
  draw: (place: Place) => TemplateResult;
}

export const pages: readonly Page[] = [
  { path: '', title: 'home.title', role: 'viewer', draw: () => html`<cloudy-home></cloudy-home>` },
];
