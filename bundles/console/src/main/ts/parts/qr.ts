// SPDX-License-Identifier: Apache-2.0
import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import qrcode from 'qrcode-generator';
import { Part } from '../element';

/** A text as a QR code, for a phone's camera. */
@customElement('cloudy-qr')
export class Qr extends Part {
  @property() text = '';

  override render(): TemplateResult | typeof nothing {
    const code = qrcode(0, 'M');
    code.addData(this.text, 'Byte');
    try {
      code.make();
    } catch {
      // What is longer than any such code holds is read as text beside it.
      return nothing;
    }
    const size = code.getModuleCount();
    let path = '';
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
    return html`<svg class="qr" viewBox="-4 -4 ${size + 8} ${size + 8}" role="img" aria-label=${this.text}>
      ${svg`<rect x="-4" y="-4" width=${size + 8} height=${size + 8} fill="#fff"></rect><path d=${path} fill="#000"></path>`}
    </svg>`;
  }
}
