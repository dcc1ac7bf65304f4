// SPDX-License-Identifier: Apache-2.0
// The console's part: a way to the API that answers from memory, and keeps what was sent.
import '/kubernetes.js';

const clusters = [{
  name: 'home', state: 'up', fault: '', publisher: '', missingRoles: ['cloudy-switch'], unseen: [], everywhere: true, published: 1,
  waiting: 0, refused: 1, unwished: 1, nodes: [{ name: 'pi1', ready: true, address: '192.0.2.1', version: 'v1.32' }],
}];
const service = { cluster: 'home', kind: 'Service', namespace: 'cloudy', why: '', offers: [] };
const offer = { type: 'etherpad', description: '<i>pads</i>', address: '192.0.2.1', port: 30001, protocol: 'tcp' };
const services = [
  { ...service, name: 'web', state: 'published', offers: [offer] },
  { ...service, name: 'mute', state: 'refused', why: 'nothing answers at 192.0.2.1:1' },
  { ...service, namespace: 'default', name: 'plain', state: 'unwished', why: '<b>no</b>' },
];
const workloads = [{
  cluster: 'home', kind: 'Deployment', namespace: 'cloudy', name: 'web', ready: 1, pods: 2, restarts: 3, cpuMilli: 12,
  memoryBytes: 9000000, images: ['nginx:1'],
}];
const imports = [
  { name: 'pads', type: 'etherpad', words: '<img src=x onerror=alert(1)>', dnsName: 'pads.neighbours.svc', at: '192.0.2.9:1' },
];
const answers = { clusters, services, workloads, imports };
const node = {
  language: new URLSearchParams(location.search).get('language'),
  may: (role) => role === 'viewer' || !location.search.includes('viewer'),
  async get(path) {
    if (location.search.includes('broken')) throw new Error('Kubernetes is off on this node.');
    return { items: answers[path.split('?')[0].split('/').pop()] };
  },
  async send(method, path, body) {
    const line = document.createElement('samp');
    line.textContent = `${method} ${path} ${JSON.stringify(body) ?? ''}`;
    document.body.append(line);
  },
};
const element = document.createElement('cloudy-kubernetes');
Object.assign(element, { service: 'cloudy.kubernetes', node });
document.body.append(element);
setTimeout(() => element.querySelectorAll('section button[type=button]').forEach((button) => button.click()), 500);
