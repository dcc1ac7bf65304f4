// SPDX-License-Identifier: Apache-2.0
import { LitElement } from 'lit';

/**
 * An element of this page: without a shadow, so that one stylesheet, labels and headings reach everything, and drawn by
 * the browser's own controls, whose keyboard and screen-reader manners nobody has to copy.
 */
export class Part extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
