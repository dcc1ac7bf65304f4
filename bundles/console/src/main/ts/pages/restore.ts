// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, get, send } from '../api';
import { Part } from '../element';
import { backupName, bring } from '../parts/files';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import { t } from '../texts';
import type { Job, Schema } from '../types';

const PACE = 700;

/** Instead of the first run: a node that was lost comes back from its backup, by the set-up code of this one. Tells `back` when it is not wanted. */
@customElement('cloudy-restore')
export class Restore extends Part {
  @state() private file: File | undefined;
  @state() private percent = -1;
  @state() private step = '';
  @state() private restored = false;

  override render(): TemplateResult {
    if (this.restored) {
      return html`<h2>${t('restore.done')}</h2>
        <p aria-live="polite">${t('restore.again')}</p>
        <p>${t('restore.trust')}</p>
        <p><a href="/ui/" target="_self">${`${location.origin}/ui/`}</a></p>`;
    }
    const schema: Schema = {
      type: 'object',
      required: ['code', 'recoveryKey'],
      properties: {
        code: { type: 'string', title: t('setup.code'), description: t('setup.code.help') },
        recoveryKey: { type: 'string', title: t('backups.key'), description: t('backups.key.ask'), writeOnly: true },
      },
    };
    return html`<h2>${t('setup.restore')}</h2>
      <p>${t('restore.help')}</p>
      <div class="field"><label for="restore-file">${t('restore.file')}</label>
        <input id="restore-file" name="file" type="file" accept=".age" @change=${(event: Event) => (this.file = (event.target as HTMLInputElement).files?.[0])} /></div>
      <cloudy-form .schema=${schema} .action=${t('backups.restore')} .save=${this.#restore}></cloudy-form>
      ${this.percent < 0 ? nothing : html`<progress max="100" value=${this.percent} aria-label=${t('backups.bring')}></progress>`}
      <p aria-live="polite">${this.step}</p>
      <p class="row"><button type="button" class="plain" @click=${() => this.dispatchEvent(new Event('back'))}>${t('restore.back')}</button></p>`;
  }

  #restore = async (values: Values): Promise<void> => {
    const chosen = this.file;
    if (!chosen) throw new Error(t('restore.nofile'));
    const { token } = await send('POST', at('setup/restore'), { code: typed(values, 'code') });
    const mine = { Authorization: `Bearer ${token}` };
    const name = backupName(chosen);
    try {
      const there = (await send('GET', at('backups'), undefined, mine)).items.find((one) => one.name === name);
      // It was brought before, with another key perhaps.
      if (there?.bytes !== chosen.size) await bring(chosen, (percent) => (this.percent = percent), mine);
      this.percent = 100;
      const { job } = await send('POST', at('backups/{name}/restore', { name }), { recoveryKey: typed(values, 'recoveryKey') }, mine);
      await this.#await(job, mine);
    } finally {
      this.percent = -1;
      this.step = '';
    }
    this.restored = true;
    void again();
  };

  async #await(id: string, mine: Record<string, string>): Promise<void> {
    for (;;) {
      let job: Job;
      try {
        job = await send('GET', at('jobs/{id}', { id }), undefined, mine);
      } catch (fault) {
        // It starts again already, which it does only when all is ready.
        if (fault instanceof TypeError) return;
        throw fault;
      }
      this.step = job.step;
      if (job.state === 'succeeded') return;
      if (job.ended) throw new Error(job.reason || job.state);
      await pause();
    }
  }
}

function typed(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

function pause(): Promise<void> {
  return new Promise((wake) => setTimeout(wake, PACE));
}

/** Goes to the door of the restored node once that is open, if the browser trusts it. */
async function again(): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    await pause();
    const open = await get(at('setup')).then(
      ({ needed }) => !needed,
      () => false,
    );
    if (open) {
      location.assign('/ui/');
      return;
    }
  }
}
