// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { at, request, send, sentence, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { confirm, open } from '../parts/dialog';
import '../parts/job';
import '../parts/schema-form';
import type { Values } from '../parts/schema-form';
import '../parts/settings';
import { attempt, say } from '../parts/toasts';
import { bytes, t, when } from '../texts';
import type { Backup, Schema } from '../types';

/** Of a file, sent at once: as Base64 it stays below what a request may have. */
const PIECE = 600_000;

/** Copies of this node: made, brought, looked through, put back. */
@customElement('cloudy-backups')
export class Backups extends Part {
  @state() private job = '';
  @state() private sent = -1;
  #backups = new Live(this, at('backups'), ['job', 'settings']);

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
          <button type="button" ?disabled=${!known.recipient} @click=${() => this.#run(() => send('POST', at('backups'), {}))}>${t('backups.make')}</button>
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
    return html`<li><span><strong>${when(one.created)}</strong> ${one.service ? html`<span class="tag">${one.service}</span>` : nothing}<br />
      <small class="quiet"><bdi>${one.name}</bdi> · ${bytes(one.bytes)}</small></span>
      <span class="row">
        <button type="button" class="plain small" @click=${() => attempt(() => save(one))}>${t('backups.get')}</button>
        ${admin
          ? html`<button type="button" class="plain small" @click=${() => this.#verify(one)}>${t('backups.verify')}</button>
              <button type="button" class="plain small" @click=${() => this.#restore(one)}>${t('backups.restore')}</button>
              <button type="button" class="danger small" @click=${() => this.#remove(one)}>${t('word.remove')}</button>`
          : nothing}
      </span></li>`;
  }

  #run(work: () => Promise<{ job: string }>): Promise<boolean> {
    return attempt(async () => {
      this.job = (await work()).job;
    });
  }

  async #key(replace: boolean): Promise<void> {
    if (replace && !(await confirm(t('backups.key.other'), t('backups.key.replace'), t('backups.key.other')))) return;
    await attempt(async () => {
      const made = await send('POST', at('backups/key'), { replace });
      await open(
        t('backups.key.made'),
        () => html`<p>${t('backups.key.once')}</p><pre>${made.recoveryKey}</pre>
          <p class="row noprint">
            <button type="button" @click=${() => file('cloudy-recovery-key.txt', [`# ${made.recipient}\n${made.recoveryKey}\n`])}>${t('backups.key.save')}</button>
            <button type="button" class="plain" @click=${() => window.print()}>${t('backups.key.print')}</button>
          </p>`,
      );
      await this.#backups.read();
    });
  }

  #verify(one: Backup): Promise<void> {
    return this.#opened(t('backups.verify'), t('backups.verify.help'), (recoveryKey) => send('POST', at('backups/{name}/verify', { name: one.name }), { recoveryKey }));
  }

  #restore(one: Backup): Promise<void> {
    return this.#opened(t('backups.restore'), one.service ? t('backups.restore.service', { service: one.service }) : t('backups.restore.help'), (recoveryKey) =>
      send('POST', at('backups/{name}/restore', { name: one.name }), { recoveryKey }),
    );
  }

  /** Asks for the key, and does what needs it. */
  #opened(title: string, help: string, work: (key: string) => Promise<{ job: string }>): Promise<void> {
    const schema: Schema = {
      type: 'object',
      required: ['recoveryKey'],
      properties: { recoveryKey: { type: 'string', title: t('backups.key'), description: t('backups.key.ask'), writeOnly: true } },
    };
    return open(
      title,
      (close) => html`<p>${help}</p>
        <cloudy-form .schema=${schema} .action=${title} .save=${async (values: Values) => {
          const key = values['recoveryKey'];
          this.job = (await work(typeof key === 'string' ? key : '')).job;
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
      for (let from = 0; from === 0 || from < chosen.size; from += PIECE) {
        this.sent = Math.round((100 * from) / Math.max(1, chosen.size));
        const data = await base64(chosen.slice(from, from + PIECE));
        await send('PUT', at('backups/{name}/content', { name: chosen.name }), { at: from, data, last: from + PIECE >= chosen.size });
      }
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
async function save(one: Backup): Promise<void> {
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
  file(one.name, pieces);
}

function file(name: string, pieces: (Blob | string)[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(pieces, { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function base64(piece: Blob): Promise<string> {
  const all = new Uint8Array(await piece.arrayBuffer());
  let text = '';
  // All at once would be more arguments than a call may have.
  for (let from = 0; from < all.length; from += 8192) text += String.fromCharCode(...all.subarray(from, from + 8192));
  return btoa(text);
}
