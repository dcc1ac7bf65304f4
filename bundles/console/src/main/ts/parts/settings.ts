// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { at, send, session } from '../api';
import { Part } from '../element';
import { Live } from '../live';
import { t } from '../texts';
import type { Schema } from '../types';
import './history';
import { plain, type Values } from './schema-form';
import { say } from './toasts';

/** Settings as a form drawn from what their bundle says of them, with their history. */
@customElement('cloudy-settings')
export class SettingsView extends Part {
  @property() pid = '';
  /** Fields that another part of the page is for. */
  @property({ attribute: false }) without: readonly string[] = ['cloudy.enabled', 'cloudy.publish', 'cloudy.audience'];
  /** What is above the form; the title of the settings by itself. */
  @property() heading: string | undefined;
  #schema = new Live<'settings/{pid}/schema'>(this, undefined, []);
  #settings = new Live<'settings/{pid}'>(this, undefined, ['settings']);

  override willUpdate(): void {
    this.#schema.path = at('settings/{pid}/schema', { pid: this.pid });
    this.#settings.path = at('settings/{pid}', { pid: this.pid });
  }

  override render(): TemplateResult | typeof nothing {
    const schema = this.#schema.value as Schema | undefined;
    const settings = this.#settings.value;
    if (!schema || !settings) return nothing;
    const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !this.without.includes(name)));
    if (Object.keys(properties).length === 0) return nothing;
    const may = session.may(settings.adminOnly ? 'admin' : 'operator');
    const heading = this.heading ?? schema.title ?? t('settings.title');
    return html`<section aria-label=${heading || (schema.title ?? t('settings.title'))}>
      ${heading ? html`<h2>${heading}</h2>` : nothing}
      ${schema.description ? html`<p class="quiet prose">${schema.description}</p>` : nothing}
      ${settings.refusal ? html`<p class="fault" role="alert">${settings.refusal}</p>` : nothing}
      ${may
        ? html`<cloudy-form .schema=${{ ...schema, title: '', properties }} .values=${settings.values} .kept=${settings.secretsSet} .save=${this.#save}></cloudy-form>
            <cloudy-history .pid=${this.pid}></cloudy-history>`
        : html`<dl>${Object.entries(properties).map(([name, field]) => html`<div><dt>${field.title ?? name}</dt><dd>${told(field, settings.values[name] ?? field.default)}</dd></div>`)}</dl>`}
    </section>`;
  }

  #save = async (values: Values): Promise<void> => {
    const settings = this.#settings.value;
    const fields = (this.#schema.value as Schema | undefined)?.properties ?? {};
    // A switch that nobody touched is no wish: it stays whatever holds by itself.
    const before = (name: string): unknown => settings?.values[name] ?? (fields[name]?.type === 'boolean' ? fields[name].default === true : null);
    // What a secret was is not told: one that is to be forgotten changes, though both look like nothing.
    const forgotten = (name: string, value: unknown): boolean => value === null && (settings?.secretsSet.includes(name) ?? false);
    const changes = Object.fromEntries(
      Object.entries(values).filter(([name, value]) => forgotten(name, value) || JSON.stringify(value) !== JSON.stringify(before(name))),
    );
    await send('PATCH', at('settings/{pid}', { pid: this.pid }), changes, settings?.version ? { 'If-Match': `"${settings.version}"` } : {});
    await this.#settings.read();
    say(t('word.saved'));
  };
}

/** A value for who may not change it, in the words that the form has for it. */
function told(field: Schema, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'word.yes' : 'word.no');
  const titled = (one: unknown): string => (field.enum && field['x-titles']?.[field.enum.map(String).indexOf(plain(one))]) ?? plain(one);
  return [Array.isArray(value) ? value.map(titled).join(', ') : titled(value), value === undefined || value === '' ? '' : field['x-unit']].filter(Boolean).join(' ');
}
