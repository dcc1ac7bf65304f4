// SPDX-License-Identifier: Apache-2.0
import { html, render, type TemplateResult } from 'lit';
import { t } from '../texts';

/**
 * Shows something over the page, in the browser's own dialog: focus stays inside, Escape closes it, and it goes back to
 * where it was.
 *
 * @param draw is given what closes it
 */
export function open(title: string, draw: (close: () => void) => TemplateResult): Promise<void> {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    const close = (): void => dialog.close();
    render(
      html`<h2 id="dialog-title">${title}</h2>
        ${draw(close)}
        <button type="button" class="plain corner" aria-label=${t('word.close')} @click=${close}>×</button>`,
      dialog,
    );
    dialog.setAttribute('aria-labelledby', 'dialog-title');
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    // Its parts draw themselves first: the focus goes to the first field, not to what closes it.
    requestAnimationFrame(() => dialog.showModal());
  });
}

/** Asks before something that cannot be taken back. */
export function confirm(title: string, text: string, action: string): Promise<boolean> {
  return confirmWith(title, html`<p>${text}</p>`, action);
}

/** Shows something, and asks whether it is agreed to. */
export function confirmWith(title: string, shown: TemplateResult, action: string): Promise<boolean> {
  let agreed = false;
  return open(
    title,
    (close) => html`${shown}
      <p class="row">
        <button type="button" class="danger" @click=${() => { agreed = true; close(); }}>${action}</button>
        <button type="button" class="plain" autofocus @click=${close}>${t('word.cancel')}</button>
      </p>`,
  ).then(() => agreed);
}
