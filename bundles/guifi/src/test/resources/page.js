// SPDX-License-Identifier: Apache-2.0
// The console's part: a way to the API that answers from memory, and keeps what was sent.
import '/guifi.js';

const evil = '<img src=x onerror=alert(1)>';
const query = new URLSearchParams(location.search);
const state = {
  site: query.has('plain') ? 'http://guifi.example' : 'https://guifi.net', zone: 3671, user: evil, signedIn: !query.has('out'),
  signedInUntil: '2026-01-02T15:00:00Z', node: query.has('nowhere') ? 0 : 100, device: query.has('nowhere') ? 0 : 202, mac: '',
  services: [{ kind: 'Proxy', title: 'Proxy', id: 0 }, { kind: 'DNS', title: 'DNS', id: 8600 }],
  copies: [{ name: 'ips', asked: '2026-01-02T03:00:00Z', asOf: '2026-01-02T03:00:00Z', trouble: evil }],
};
const place = {
  id: 100, title: evil, status: 'Working', nick: 'Roof-Cloudy',
  devices: [
    { id: 201, title: `${evil}ST1`, type: 'radio', status: 'Working', addresses: ['10.138.0.1'], services: [] },
    { id: 202, title: 'Cloudy', type: 'cloudy', status: 'Testing', addresses: [], services: [] },
  ],
};
const note = (text) => {
  const line = document.createElement('samp');
  line.textContent = text;
  document.body.append(line);
};
const node = {
  language: query.get('language'),
  async get(path) {
    if (query.has('broken')) throw new Error('guifi.net is off on this node.');
    if (path.endsWith('/state')) return state;
    if (path.includes('nodes?')) return { items: [{ id: 102, title: evil, zone: evil, status: 'Working' }], asOf: '' };
    if (path === 'jobs/1') return { state: 'failed', reason: evil, ended: 'now' };
    return place;
  },
  async send(method, path, body) {
    note(`${method} ${path} ${JSON.stringify(body) ?? ''}`);
    return { value: { job: '1' } };
  },
};
const element = document.createElement('cloudy-guifi');
Object.assign(element, { service: 'cloudy.guifi', node });
document.body.append(element);

const step = (index) => element.querySelectorAll('section')[index];
setTimeout(() => {
  if (query.has('out')) {
    step(0).querySelector('[name=user]').value = 'anna';
    step(0).querySelector('[name=password]').value = 'secret';
    step(0).querySelector('form button').click();
  } else if (query.has('nowhere')) {
    step(1).querySelector('[name=text]').value = 'roof & co';
    step(1).querySelector('form button').click();
    setTimeout(() => step(1).querySelector('li button').click(), 300);
  } else {
    step(3).querySelector('button').click();
    setTimeout(() => step(4).querySelector('button').click(), 300);
  }
}, 300);
