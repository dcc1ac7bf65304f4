// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { session, type Session } from '../api';
import { Part } from '../element';
import '../system/about';
import '../system/account';
import '../system/audit';
import '../system/backups';
import '../parts/doctor';
import '../system/certificate';
import '../system/jobs';
import '../system/look';
import '../system/node-settings';
import '../system/tokens';
import '../system/users';
import { t, type Key } from '../texts';

interface Tab {
  path: string;
  title: Key;
  role: Session['role'];
  draw: () => TemplateResult;
}

/** Under whose heading somebody looks for it: one's own things, who may come in, the machine. */
const groups: readonly { title: Key; tabs: readonly Tab[] }[] = [
  {
    title: 'system.you',
    tabs: [
      { path: 'account', title: 'account.title', role: 'viewer', draw: () => html`<cloudy-account></cloudy-account>` },
      { path: 'look', title: 'look.title', role: 'viewer', draw: () => html`<cloudy-look></cloudy-look>` },
    ],
  },
  {
    title: 'system.access',
    tabs: [
      { path: 'users', title: 'users.title', role: 'admin', draw: () => html`<cloudy-users></cloudy-users>` },
      { path: 'tokens', title: 'tokens.title', role: 'viewer', draw: () => html`<cloudy-tokens></cloudy-tokens>` },
      { path: 'audit', title: 'audit.title', role: 'admin', draw: () => html`<cloudy-audit></cloudy-audit>` },
    ],
  },
  {
    title: 'system.node',
    tabs: [
      { path: 'node', title: 'nodesettings.title', role: 'operator', draw: () => html`<cloudy-node-settings></cloudy-node-settings>` },
      { path: 'certificate', title: 'certificate.title', role: 'viewer', draw: () => html`<cloudy-certificate></cloudy-certificate>` },
      { path: 'backups', title: 'backups.title', role: 'operator', draw: () => html`<cloudy-backups></cloudy-backups>` },
      { path: 'doctor', title: 'doctor.title', role: 'viewer', draw: () => html`<cloudy-doctor></cloudy-doctor>` },
      { path: 'jobs', title: 'jobs.title', role: 'viewer', draw: () => html`<cloudy-jobs></cloudy-jobs>` },
      { path: 'about', title: 'about.title', role: 'viewer', draw: () => html`<cloudy-about></cloudy-about>` },
    ],
  },
];

/** People, keys and the machine itself: a list of it all beside what is chosen, or before it where that has no room. */
@customElement('cloudy-system')
export class System extends Part {
  @property() tab = '';

  override render(): TemplateResult {
    const mine = groups
      .map(({ title, tabs }) => ({ title, tabs: tabs.filter((tab) => session.may(tab.role)) }))
      .filter(({ tabs }) => tabs.length > 0);
    const all = mine.flatMap(({ tabs }) => tabs);
    const chosen = all.find((tab) => tab.path === this.tab);
    const here = chosen ?? all[0];
    return html`
      ${chosen ? html`<p class="back"><a href="/ui/system">← ${t('system.title')}</a></p>` : nothing}
      <h1>${t(chosen?.title ?? 'system.title')}</h1>
      <div class="sections ${chosen ? 'chosen' : ''}">
        <nav class="card" aria-label=${t('system.title')}>
          ${mine.map(
            ({ title, tabs }) => html`<h2>${t(title)}</h2>
              <ul>${tabs.map((tab) => html`<li><a href="/ui/system/${tab.path}" aria-current=${tab === here ? 'page' : nothing}>${t(tab.title)}</a></li>`)}</ul>`,
          )}
        </nav>
        <section aria-label=${here ? t(here.title) : ''}>${here?.draw()}</section>
      </div>
    `;
  }
}
