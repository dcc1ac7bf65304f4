// SPDX-License-Identifier: Apache-2.0

/** How the page looks: as the system wants it, or as the reader chose. */
export const themes = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const KEPT = 'cloudy.theme';

export function theme(): Theme {
  const kept = localStorage.getItem(KEPT);
  return themes.find((known) => known === kept) ?? 'system';
}

export function useTheme(chosen: Theme = theme()): void {
  localStorage.setItem(KEPT, chosen);
  document.documentElement.dataset['theme'] = chosen;
}
