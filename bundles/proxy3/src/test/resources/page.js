// SPDX-License-Identifier: Apache-2.0
// The console's part: a way to the API that answers from memory, and keeps what was sent.
import '/proxy3.js';

const query = new URLSearchParams(location.search);
let asked = 0;
const state = () => ({
  mode: query.get('mode') ?? 'local', port: 3128, state: 'up', problem: '<b>bungled</b>', address: '10.1.2.3:3128', direct: false,
  figures: { at: new Date(++asked * 10000).toISOString(), version: '5.7', requests: asked * 1000, hits: asked * 250, errors: 3,
    inBytes: 5000000, outBytes: 7000000, clients: 4, users: 2 },
  federation: query.get('mode') === 'federated'
    ? { id: 100, way: 'inout', peers: 7, passing: 5, asOf: '2026-11-22T10:00:00Z', fault: 'guifi.net <i>is</i> away' } : undefined,
  proxies: query.has('none') ? [] : [
    { address: '10.1.2.3:3128', name: '', own: true, up: true },
    { address: '10.9.9.9:3128', name: '<img src=x onerror=alert(1)>', own: false, up: false, distanceMs: 12 },
  ],
});
const node = {
  language: query.get('language'),
  async get(path) {
    if (query.has('broken')) throw new Error('The proxy is being made ready.');
    return path.endsWith('/users') ? { items: [{ name: 'anna' }] } : state();
  },
  async send(method, path, body) {
    const line = document.createElement('samp');
    line.textContent = `${method} ${path} ${JSON.stringify(body) ?? ''}`;
    document.body.append(line);
  },
};
window.confirm = () => true;
const element = document.createElement('cloudy-proxy3');
Object.assign(element, { service: 'cloudy.proxy3', node });
document.body.append(element);
setTimeout(() => {
  element.querySelector('button[aria-label^="Remove"]')?.click();
  const form = element.querySelector('form');
  if (form) {
    form.elements.name.value = 'bert';
    form.elements.password.value = 'four ladders';
    form.requestSubmit();
  }
}, 500);
