// SPDX-License-Identifier: Apache-2.0
// The console's part: a way to the API that answers from memory, and keeps what was sent.
import '/dns.js';

const parameters = new URLSearchParams(location.search);
const used = [{ key: '10.1.2.3#53', address: '10.1.2.3', port: 53, name: '<b>bert</b>', state: 'up', reason: '' }];
const zone = { zone: 'vic.example', view: 'internal', kind: 'primary', records: 12, serial: 2026112201, servers: [], refusal: '' };
let asked = 0;
const node = {
  language: parameters.get('language'),
  async get() {
    asked += 1;
    if (parameters.has('broken')) throw new Error('The node does not answer.');
    if (parameters.has('off')) return { on: false, addresses: [], used };
    if (asked > 2) return new Promise(() => {});
    return {
      on: true, addresses: ['10.77.0.1'], used, program: 'up', reason: '', port: 53, service: 12, zoneCount: 2, recordCount: 24,
      asOf: '2026-11-22T10:00:00Z', refreshedAt: '2026-11-22T11:00:00Z', stale: 'guifi.net cannot be reached', fault: '',
      zones: [{ ...zone, zone: 'bad.example', view: '', kind: 'none', refusal: 'has no NS records' }, zone],
      leftOut: [{ reason: 'no-name', count: 3, examples: ['<img src=x onerror=alert(1)>'] }],
      figures: {
        at: new Date(asked * 5000).toISOString(), since: new Date(0).toISOString(), version: '9', queries: asked * 500,
        byType: { A: asked * 400, AAAA: asked * 100 }, answered: 1, unknown: 2, failed: 3, refused: 4, limited: 5, cacheHits: 1, cacheMisses: 1,
      },
    };
  },
  async send(method, path, body) {
    const line = document.createElement('samp');
    line.textContent = `${method} ${path} ${JSON.stringify(body) ?? ''}`;
    document.body.append(line);
  },
};
const element = document.createElement('cloudy-dns');
Object.assign(element, { service: 'cloudy.dns', node });
document.body.append(element);
if (parameters.has('click')) setTimeout(() => element.querySelector('section button').click(), 500);
