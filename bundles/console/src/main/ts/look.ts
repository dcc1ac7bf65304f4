// SPDX-License-Identifier: Apache-2.0

/** How the page looks: as the system wants it, or as the reader chose. */
export const themes = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const KEPT = 'cloudy.theme';

export function theme(): Theme {
  const kept = localStorage.getItem(KEPT);
  return themes.find((known) => known === kept) ?? 'system';
}

const contrast = matchMedia('(prefers-contrast: more)');
const dark = matchMedia('(prefers-color-scheme: dark)');

export function useTheme(chosen: Theme = theme()): void {
  localStorage.setItem(KEPT, chosen);
  show();
}

/** The stylesheet knows three; which of them the system wants is found out here. */
function show(): void {
  const chosen = theme();
  const wanted = contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = chosen === 'system' ? wanted : chosen;
}

for (const query of [contrast, dark]) query.addEventListener('change', show);
