// SPDX-License-Identifier: Apache-2.0
import ca from './i18n/ca.json';
import en from './i18n/en.json';
import es from './i18n/es.json';

/** What the page says, by key, in the reader's language. A key that a language lacks fails the build. */
export type Key = keyof typeof en;
export const languages = ['ca', 'es', 'en'] as const;
export type Language = (typeof languages)[number];

const KEPT = 'cloudy.language';
const known: Record<Language, Record<Key, string>> = { ca, es, en };
let current: Language = wished();

/** The reader's choice, else the browser's first language that we speak, else English. */
function wished(): Language {
  const wishes = [localStorage.getItem(KEPT) ?? '', ...navigator.languages];
  for (const wish of wishes) {
    const language = languages.find((one) => wish.toLowerCase().split('-')[0] === one);
    if (language) return language;
  }
  return 'en';
}

export function language(): Language {
  return current;
}

export function useLanguage(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  current = chosen;
  document.documentElement.lang = chosen;
}

/** A text; `{name}` in it is filled in. */
export function t(key: Key, places: Record<string, string | number> = {}): string {
  return known[current][key].replace(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = places[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

/** A text that counts something: its key ends in `.one` and `.other`, by the rule of the language. */
export function counted(stem: string, count: number): string {
  const form = new Intl.PluralRules(current).select(count) === 'one' ? 'one' : 'other';
  return t(`${stem}.${form}` as Key, { count });
}

/** A text of a family, such as `run.up`; what the family does not know is shown as it came. */
export function word(family: string, name: string): string {
  const key = `${family}.${name}`;
  return key in en ? t(key as Key) : name;
}

/** Whether what is announced is a node itself, which its carriers need to work. */
export function isNode(type: string): boolean {
  return ['serf', 'cloudy-node'].includes(type.toLowerCase());
}

/** What a type of service is called; one that nobody here knows has its own word. */
export function typeName(type: string): string {
  const name = word('type', type.toLowerCase());
  return name === type.toLowerCase() ? type : name;
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(current, { maximumFractionDigits: digits }).format(value);
}

export function bytes(value: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(value) / Math.log(1000)));
  return new Intl.NumberFormat(current, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    maximumFractionDigits: step < 3 ? 0 : 1,
  }).format(value / 1000 ** step);
}

export function when(instant: string): string {
  return new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** "5 minutes ago", of a moment. */
export function ago(instant: string): string {
  const seconds = (Date.parse(instant) - Date.now()) / 1000;
  const steps = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const format = new Intl.RelativeTimeFormat(current, { numeric: 'auto' });
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(Math.round(seconds), 'second');
}

/** As its services call its device, else its id: what our own nodes put behind that, their address, is left out. */
export function memberName({ name, nodeId, host }: { name: string; nodeId?: string; host?: string }): string {
  return host?.replace(/\.(guifi\.)?local$/, '') ?? (nodeId && name.startsWith(nodeId) ? nodeId : name);
}
