// SPDX-License-Identifier: Apache-2.0

/** Where the reader is: `/ui/services/cloudy.serf` is the page `services` and the rest `['cloudy.serf']`. */
export interface Place {
  page: string;
  rest: string[];
  query: URLSearchParams;
}

const ROOT = '/ui/';

export const router = new (class extends EventTarget {
  get place(): Place {
    const path = location.pathname.startsWith(ROOT) ? location.pathname.slice(ROOT.length) : '';
    const [page = '', ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent);
    return { page, rest, query: new URLSearchParams(location.search) };
  }

  /** Goes to a page of the console, `search?type=serf`. */
  go(to: string, replace = false): void {
    history[replace ? 'replaceState' : 'pushState'](null, '', to.startsWith('/') ? to : ROOT + to);
    this.#tell();
  }

  /** Has links inside the console change the page without loading it anew. */
  listen(): void {
    addEventListener('popstate', () => this.#tell());
    addEventListener('click', (event) => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
      if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin || !link.pathname.startsWith(ROOT)) return;
      event.preventDefault();
      this.go(link.pathname + link.search + link.hash);
    });
  }

  #tell(): void {
    this.dispatchEvent(new Event('change'));
  }
})();
