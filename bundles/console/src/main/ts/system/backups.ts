// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, get, request, send, sentence, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { confirm, open } from '../parts/dialog';
import { bring, save } from '../parts/files';
import '../parts/job';
import '../parts/recovery-key';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import '../parts/settings';
import { attempt, say } from '../parts/toasts';
import { bytes, t, when, word } from '../texts';
import type { Backup, Schema } from '../types';

/** Copies of this node: made, brought, looked through, put back. */
@customElement('cloudy-backups')
export class Backups extends Part {
  @state() private job = '';
  @state() private sent = -1;
  /** Those that say what of them has to be saved. */
  @state() private services: string[] = [];
  #backups = new Live(this, at('backups'), ['job', 'settings']);

  override connectedCallback(): void {
    super.connectedCallback();
    void get(at('backups/contents')).then(
      ({ items }) => (this.services = [...new Set(items.map((one) => one.service))]),
      () => undefined,
    );
  }

  override render(): TemplateResult | typeof nothing {
    const known = this.#backups.value;
    if (!known) return nothing;
    const admin = session.may('admin');
    return html`
      <section class="card"><h2>${t('backups.key')}</h2>
        <p>${t('backups.key.help')}</p>
        ${known.recipient ? html`<p><code>${known.recipient}</code></p>` : html`<p>${t('backups.key.none')}</p>`}
        ${admin ? html`<p class="row"><button type="button" class=${known.recipient ? 'plain' : ''} @click=${() => this.#key(known.recipient !== '')}>${known.recipient ? t('backups.key.other') : t('backups.key.make')}</button></p>` : nothing}
      </section>
      <section class="card"><h2>${t('backups.all')}</h2>
        <p class="row">
          <button type="button" ?disabled=${!known.recipient} @click=${this.#make}>${t('backups.make')}</button>
          ${this.services.length > 0 ? html`<select name="of" aria-label=${t('backups.of')}><option value="">${t('backups.whole')}</option>${this.services.map((id) => html`<option>${id}</option>`)}</select>` : nothing}
          ${admin ? html`<label class="plain">${t('backups.bring')} <input type="file" accept=".age" @change=${this.#bring} /></label>` : nothing}
        </p>
        ${this.sent < 0 ? nothing : html`<progress max="100" value=${this.sent} aria-label=${t('backups.bring')}></progress>`}
        ${known.items.length ? nothing : html`<p class="quiet">${t('backups.none')}</p>`}
        <ul class="plainlist">${known.items.map((one) => this.#one(one, admin))}</ul>
        <p class="quiet">${t('backups.folder', { folder: known.folder })}</p>
      </section>
      ${this.job ? html`<section class="card"><cloudy-job .job=${this.job} @ended=${() => this.#backups.read()}></cloudy-job></section>` : nothing}
      ${admin ? html`<cloudy-settings class="card" pid="cloudy.backup"></cloudy-settings>` : nothing}
    `;
  }

  #one(one: Backup, admin: boolean): TemplateResult {
    return html`<li><span><strong>${when(one.created)}</strong> ${one.service ? html`<span class="tag">${one.service}</span>` : nothing} ${one.reason === 'asked' ? nothing : html`<span class="tag">${word('backups.made', one.reason)}</span>`}<br />
      <small class="quiet"><bdi>${one.name}</bdi> · ${bytes(one.bytes)}</small></span>
      <span class="row">
        <button type="button" class="plain small" @click=${() => attempt(() => fetched(one))}>${t('backups.get')}</button>
        ${admin
          ? html`<button type="button" class="plain small" @click=${() => this.#verify(one)}>${t('backups.verify')}</button>
              <button type="button" class="plain small" @click=${() => this.#restore(one)}>${t('backups.restore')}</button>
              <button type="button" class="danger small" @click=${() => this.#remove(one)}>${t('word.remove')}</button>`
          : nothing}
      </span></li>`;
  }

  #make = (): Promise<boolean> =>
    attempt(async () => {
      const service = this.querySelector<HTMLSelectElement>('select[name=of]')?.value;
      this.job = (await send('POST', at('backups'), service ? { service } : {})).job;
    });

  async #key(replace: boolean): Promise<void> {
    if (replace && !(await confirm(t('backups.key.other'), t('backups.key.replace'), t('backups.key.other')))) return;
    await open(t('backups.key.made'), (close) => html`<cloudy-recovery-key now @kept=${close}></cloudy-recovery-key>`);
    await this.#backups.read();
  }

  #verify(one: Backup): Promise<void> {
    return this.#opened(t('backups.verify'), t('backups.verify.help'), (recoveryKey) => send('POST', at('backups/{name}/verify', { name: one.name }), { recoveryKey }));
  }

  #restore(one: Backup): Promise<void> {
    const alone: Record<string, Schema> = one.service
      ? {}
      : { service: { type: 'string', title: t('backups.only'), description: t('backups.only.help'), 'x-known': this.services.map((id) => [id, id] as const) } };
    return this.#opened(
      t('backups.restore'),
      one.service ? t('backups.restore.service', { service: one.service }) : t('backups.restore.help'),
      (recoveryKey, service) => send('POST', at('backups/{name}/restore', { name: one.name }), { recoveryKey, ...(service ? { service } : {}) }),
      alone,
    );
  }

  /** Asks for the key, and does what needs it. */
  #opened(title: string, help: string, work: (key: string, service: string) => Promise<{ job: string }>, more: Record<string, Schema> = {}): Promise<void> {
    const schema: Schema = {
      type: 'object',
      required: ['recoveryKey'],
      properties: { recoveryKey: { type: 'string', title: t('backups.key'), description: t('backups.key.ask'), writeOnly: true }, ...more },
    };
    return open(
      title,
      (close) => html`<p>${help}</p>
        <cloudy-form .schema=${schema} .action=${title} .save=${async (values: Values) => {
          const { recoveryKey, service } = values;
          this.job = (await work(typeof recoveryKey === 'string' ? recoveryKey : '', typeof service === 'string' ? service : '')).job;
          close();
        }}></cloudy-form>`,
    );
  }

  async #remove(one: Backup): Promise<void> {
    if (await confirm(t('word.remove'), t('backups.remove.help', { name: one.name }), t('word.remove'))) {
      await attempt(async () => {
        await send('DELETE', at('backups/{name}', { name: one.name }));
        await this.#backups.read();
      });
    }
  }

  #bring = async (event: Event): Promise<void> => {
    const field = event.target as HTMLInputElement;
    const chosen = field.files?.[0];
    if (!chosen) return;
    try {
      await bring(chosen, (percent) => (this.sent = percent));
      await this.#backups.read();
    } catch (fault) {
      say(sentence(fault), true);
    } finally {
      this.sent = -1;
      field.value = '';
    }
  };
}

/** Fetches a backup piece by piece, and has the browser save it. */
async function fetched(one: Backup): Promise<void> {
  const pieces: Blob[] = [];
  for (let from = 0; from < one.bytes; ) {
    const reply = await fetch(`/api/v1/${at('backups/{name}/content', { name: one.name }, { from })}`, { credentials: 'same-origin' });
    if (!reply.ok) {
      // Says why, in the node's words.
      await request('GET', at('backups/{name}/content', { name: one.name }, { from }));
    }
    const piece = await reply.blob();
    if (piece.size === 0) break;
    pieces.push(piece);
    from += piece.size;
  }
  save(one.name, pieces);
}
