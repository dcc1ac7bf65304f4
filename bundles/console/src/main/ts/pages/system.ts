// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { session, type Session } from '../api';
import { Part } from '../element';
import '../system/about';
import '../system/account';
import '../system/audit';
import '../parts/doctor';
import '../system/certificate';
import '../system/jobs';
import '../system/look';
import '../system/node-settings';
import '../system/tokens';
import '../system/users';
import { t, type Key } from '../texts';

const tabs: readonly { path: string; title: Key; role: Session['role']; draw: () => TemplateResult }[] = [
  { path: 'account', title: 'account.title', role: 'viewer', draw: () => html`<cloudy-account></cloudy-account>` },
  { path: 'look', title: 'look.title', role: 'viewer', draw: () => html`<cloudy-look></cloudy-look>` },
  { path: 'tokens', title: 'tokens.title', role: 'viewer', draw: () => html`<cloudy-tokens></cloudy-tokens>` },
  { path: 'users', title: 'users.title', role: 'admin', draw: () => html`<cloudy-users></cloudy-users>` },
  { path: 'node', title: 'nodesettings.title', role: 'operator', draw: () => html`<cloudy-node-settings></cloudy-node-settings>` },
  { path: 'doctor', title: 'doctor.title', role: 'viewer', draw: () => html`<cloudy-doctor></cloudy-doctor>` },
  { path: 'certificate', title: 'certificate.title', role: 'viewer', draw: () => html`<cloudy-certificate></cloudy-certificate>` },
  { path: 'jobs', title: 'jobs.title', role: 'viewer', draw: () => html`<cloudy-jobs></cloudy-jobs>` },
  { path: 'audit', title: 'audit.title', role: 'admin', draw: () => html`<cloudy-audit></cloudy-audit>` },
  { path: 'about', title: 'about.title', role: 'viewer', draw: () => html`<cloudy-about></cloudy-about>` },
];

/** People, keys and the machine itself. */
@customElement('cloudy-system')
export class System extends Part {
  @property() tab = '';

  override render(): TemplateResult {
    const mine = tabs.filter((tab) => session.may(tab.role));
    const here = mine.find((tab) => tab.path === this.tab) ?? mine[0];
    return html`
      <h1>${t('system.title')}</h1>
      <nav class="tabs" aria-label=${t('system.title')}>
        ${mine.map((tab) => html`<a href="/ui/system/${tab.path}" aria-current=${tab === here ? 'page' : nothing}>${t(tab.title)}</a>`)}
      </nav>
      <section aria-label=${here ? t(here.title) : ''}>${here?.draw()}</section>
    `;
  }
}
