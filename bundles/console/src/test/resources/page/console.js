// SPDX-License-Identifier: Apache-2.0
// The whole console, beside a node that answers from memory: `answers` holds what it says to a path.

const entry = (i) => ({
  id: `e${i}`, type: 'http', protocol: 'tcp', description: `Pages ${i}`, host: 'beta', nodeId: 'b', address: '10.1.2.3', port: 80,
  txt: {}, carriers: ['serf'], own: false, reach: 'community', lastHeard: '2026-11-22T10:00:00Z',
});
export const answers = {
  'sessions/current': () => ({ user: 'anna', role: 'admin', csrf: 'c' }),
  node: () => ({ name: 'alpha' }),
  'directory/types': () => ({ items: [{ type: 'http', count: 300 }] }),
  directory: (query) => {
    const from = Number(query.get('cursor') ?? 0);
    const items = Array.from({ length: 300 }, (_, i) => entry(i)).slice(from, from + Number(query.get('limit')));
    return { items, total: 300, ...(from + items.length < 300 ? { next: String(from + items.length) } : {}) };
  },
};

const fetched = fetch;
globalThis.fetch = async (address) => {
  const { pathname, searchParams } = new URL(address, location.origin);
  const answer = answers[pathname.replace('/api/v1/', '')];
  const body = answer ? await answer(searchParams) : { items: [] };
  return new Response(JSON.stringify(body), { status: body.status ?? 200, headers: { 'Content-Type': 'application/json' } });
};
globalThis.EventSource = class extends EventTarget {
  close() {}
};

/** Writes down what a test reads. */
export function say(...words) {
  const line = document.createElement('samp');
  line.textContent = `${words.join(' ')};`;
  document.body.append(line);
}

/** Waits for something in the page. The browser's own time stands still during a request, so that a slow machine is no fault. */
export async function there(found) {
  while (!found()) {
    await (await fetched('/ui/page.js')).text();
    await new Promise((done) => setTimeout(done, 5));
  }
  return found();
}

/** Goes to a place of the console as its links do. */
export function go(place) {
  history.pushState(null, '', `/ui/${place}`);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Begins the console at a place. */
export async function begin(place) {
  localStorage.setItem('cloudy.language', 'en');
  history.replaceState(null, '', `/ui/${place}`);
  document.body.append(document.createElement('cloudy-app'));
  const html = await (await fetched('/ui/index.html')).text();
  for (const [, path] of html.matchAll(/(?:src|href)="(\/ui\/assets\/[^"]+\.js)"/g)) await import(path);
}
