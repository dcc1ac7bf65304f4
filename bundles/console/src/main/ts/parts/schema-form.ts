// SPDX-License-Identifier: Apache-2.0
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Refused, sentence } from '../api';
import { Part } from '../element';
import type { Schema } from '../types';
import { t } from '../texts';

export type Values = Record<string, unknown>;

let forms = 0;

/**
 * A form drawn from a JSON Schema of the node's: help below each field, what is wrong at the field that it is about.
 * `submit` is called with what was filled in; what it throws is shown.
 */
@customElement('cloudy-form')
export class SchemaForm extends Part {
  @property({ attribute: false }) schema: Schema = { type: 'object' };
  @property({ attribute: false }) values: Values = {};
  /** Secrets that are set, and stay unless they are filled in. */
  @property({ attribute: false }) kept: string[] = [];
  @property() action = '';
  @property({ attribute: false }) save: (values: Values) => Promise<unknown> = () => Promise.resolve();
  /** Several forms may be on one page; their fields may have the same names. */
  readonly #prefix = `form${++forms}`;
  @state() private faults: Record<string, string> = {};
  @state() private busy = false;

  override render(): TemplateResult {
    const fields = Object.entries(this.schema.properties ?? {});
    const groups = [...new Set(fields.map(([, field]) => field['x-group'] ?? ''))];
    const general = this.faults[''];
    return html`<form novalidate @submit=${this.#submit}>
      ${groups.map((group) => {
        const mine = fields.filter(([, field]) => (field['x-group'] ?? '') === group).map(([name, field]) => this.#field(name, field));
        return group ? html`<fieldset><legend>${group}</legend>${mine}</fieldset>` : mine;
      })}
      ${general ? html`<p class="fault" role="alert">${general}</p>` : nothing}
      <p class="row"><button type="submit" ?disabled=${this.busy}>${this.action || t('word.save')}</button></p>
    </form>`;
  }

  #field(name: string, field: Schema): TemplateResult {
    const id = `${this.#prefix}-${name.replace(/[^A-Za-z0-9_-]/g, '_')}`;
    const fault = this.faults[name] ?? '';
    const required = this.schema.required?.includes(name) ?? false;
    const help = [field.description ?? '', this.#bounds(field)].filter(Boolean).join('. ').replace(/([.!?:])\. /g, '$1 ');
    const described = `${fault ? `${id}-fault ` : ''}${help ? `${id}-help` : ''}`.trim();
    const label = html`<label for=${id}>${field.title ?? name}${required || !this.schema.required?.length || field.enum || field.type === 'boolean' ? nothing : html` <span class="quiet">${t('form.optional')}</span>`}</label>`;
    if (field.items?.enum) {
      return html`<fieldset class="field" aria-describedby=${described}><legend>${field.title ?? name}</legend>
        ${this.#choices(name, field, field.items.enum)}
        ${fault ? html`<p class="fault" id="${id}-fault" role="alert">${fault}</p>` : nothing}
        ${help ? html`<p class="help" id="${id}-help">${help}</p>` : nothing}
      </fieldset>`;
    }
    return html`<div class="field ${field.type === 'boolean' ? 'tick' : field.type === 'integer' || field.type === 'number' ? 'short' : ''}">
      ${field.type === 'boolean' ? html`${this.#input(id, name, field, described, fault, required)} ${label}` : html`${label} ${this.#input(id, name, field, described, fault, required)}`}
      ${field.writeOnly && this.kept.includes(name) ? html`<label class="tick quiet"><input type="checkbox" name="${name}-forget" /> ${t('form.forget')}</label>` : nothing}
      ${fault ? html`<p class="fault" id="${id}-fault" role="alert">${fault}</p>` : nothing}
      ${help ? html`<p class="help" id="${id}-help">${help}</p>` : nothing}
    </div>`;
  }

  /** Some of a few values: one tick for each. */
  #choices(name: string, field: Schema, all: unknown[]): TemplateResult[] {
    const chosen = [this.values[name] ?? field.default ?? []].flat().map(String);
    return all.map((one, i) => html`<label class="choice"><input type="checkbox" name=${name} value=${String(one)} .checked=${chosen.includes(String(one))} />
      <bdi>${field['x-titles']?.[i] ?? String(one)}</bdi></label>`);
  }

  #bounds(field: Schema): string {
    const unit = field['x-unit'] ? ` ${field['x-unit']}` : '';
    const { minimum: min, maximum: max } = field;
    if (min !== undefined && max !== undefined) return t('form.between', { min: `${min}`, max: `${max}${unit}` });
    if (min !== undefined) return t('form.least', { min: `${min}${unit}` });
    if (max !== undefined) return t('form.most', { max: `${max}${unit}` });
    return field['x-unit'] ? t('form.unit', { unit: field['x-unit'] }) : '';
  }

  #input(id: string, name: string, field: Schema, described: string, fault: string, required: boolean): TemplateResult {
    const value = this.values[name];
    const invalid = fault ? 'true' : 'false';
    if (field.type === 'boolean') {
      const on = value === undefined ? field.default === true : value === true;
      return html`<input type="checkbox" role="switch" id=${id} name=${name} .checked=${on} aria-describedby=${described} aria-invalid=${invalid} />`;
    }
    if (field.type === 'array') {
      const lines = Array.isArray(value) ? value.map(String).join('\n') : '';
      return html`<textarea id=${id} name=${name} rows=${Math.min(8, Math.max(3, lines.split('\n').length + 1, Array.isArray(field.default) ? field.default.length : 0))} .value=${lines} placeholder=${Array.isArray(field.default) && field.default.length > 0 ? field.default.map(String).join('\n') : t('form.lines')} aria-describedby=${described} aria-invalid=${invalid}></textarea>`;
    }
    if (field.format === 'multiline') {
      return html`<textarea id=${id} name=${name} rows="3" .value=${plain(value)} aria-describedby=${described} aria-invalid=${invalid}></textarea>`;
    }
    if (field.enum) {
      const chosen = plain(value ?? field.default);
      return html`<select id=${id} name=${name} aria-describedby=${described} aria-invalid=${invalid}>
        ${field.default === undefined ? html`<option value=""></option>` : nothing}
        ${field.enum.map((option, i) => html`<option value=${String(option)} ?selected=${String(option) === chosen}>${field['x-titles']?.[i] ?? String(option)}</option>`)}
      </select>`;
    }
    const secret = field.writeOnly === true;
    const numeric = field.type === 'integer' || field.type === 'number';
    const shown = secret ? '' : plain(value);
    const initial = secret && this.kept.includes(name) ? t('form.kept') : plain(field.default);
    const input = html`<input
      id=${id}
      name=${name}
      type=${secret ? 'password' : 'text'}
      inputmode=${numeric ? 'decimal' : 'text'}
      autocomplete=${secret ? 'new-password' : 'off'}
      autocapitalize="none"
      list=${field['x-known'] ? `${id}-known` : nothing}
      aria-required=${required ? 'true' : 'false'}
      .value=${shown}
      placeholder=${initial}
      aria-describedby=${described}
      aria-invalid=${invalid}
    />`;
    if (field['x-known']) return html`${input}<datalist id="${id}-known">${field['x-known'].map(([value, label]) => html`<option value=${value}>${label}</option>`)}</datalist>`;
    const unit = field['x-unit'];
    return unit ? html`<span class="measured">${input}<span class="unit" aria-hidden="true">${unit}</span></span>` : input;
  }

  /** What is filled in, typed; what is left empty is null, which goes back to what holds by itself. */
  #read(form: HTMLFormElement): Values {
    const values: Values = {};
    for (const [name, field] of Object.entries(this.schema.properties ?? {})) {
      const input = form.elements.namedItem(name);
      const { items } = field;
      if (items?.enum) {
        const ticked = [...form.querySelectorAll<HTMLInputElement>('fieldset input:checked')].filter((one) => one.name === name);
        values[name] = ticked.length > 0 ? ticked.map((one) => typed(items, one.value)) : null;
      } else if (input instanceof HTMLInputElement && input.type === 'checkbox') values[name] = input.checked;
      else if (input instanceof HTMLTextAreaElement && field.type === 'string') values[name] = input.value.trim() === '' ? null : input.value;
      else if (input instanceof HTMLTextAreaElement) {
        const lines = input.value.split('\n').map((line) => line.trim()).filter(Boolean);
        values[name] = lines.length > 0 ? lines.map((line) => typed(field.items ?? { type: 'string' }, line)) : null;
      } else if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement) {
        if (input.value === '' && field.writeOnly) {
          const forget = form.elements.namedItem(`${name}-forget`);
          if (!(forget instanceof HTMLInputElement && forget.checked)) continue;
        }
        values[name] = input.value === '' ? null : typed(field, input.value);
      }
    }
    return values;
  }

  #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const values = this.#read(form);
    this.faults = {};
    for (const name of this.schema.required ?? []) {
      if (values[name] === null || values[name] === undefined) this.faults = { ...this.faults, [name]: t('form.missing') };
    }
    for (const [name, field] of Object.entries(this.schema.properties ?? {})) {
      const value = values[name];
      // The node has the last word, but says it later.
      if (typeof value === 'string' && field.pattern && field['x-sentence'] && !fits(field.pattern, value)) {
        this.faults = { ...this.faults, [name]: field['x-sentence'] };
      }
    }
    this.values = values;
    if (Object.keys(this.faults).length === 0) {
      this.busy = true;
      try {
        await this.save(values);
      } catch (fault) {
        const field = fault instanceof Refused && fault.field in (this.schema.properties ?? {}) ? fault.field : '';
        // Of a field that nobody sees here, its name is all that there is to go by.
        this.faults = { [field]: fault instanceof Refused && !field ? fault.message : sentence(fault) };
      } finally {
        this.busy = false;
      }
    }
    await this.updateComplete;
    this.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  };
}

function fits(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

/** A text as the type of its field has it; what is no number stays a text, for the node to refuse in words. */
function typed(field: Schema, text: string): unknown {
  const number = Number(text.replace(',', '.'));
  return (field.type === 'integer' || field.type === 'number') && !Number.isNaN(number) ? number : text;
}

/** A value as a person types it. */
export function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
