// SPDX-License-Identifier: Apache-2.0
// The console's part: a way to the API that answers from memory, and keeps what was sent.
import '/syncthing.js';

const me = 'XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM-CWG5WGK-EP52XP3-SHLGWQX';
const other = 'P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2';
const folder = {
  id: 'photos', label: '<img src=x onerror=alert(1)>', path: '/root/photos', type: 'sendreceive', paused: false, state: 'syncing',
  files: 2, bytes: 4000000, needBytes: 1500000, percent: 62, error: '', errors: [{ path: '<b>a</b>', error: 'no room' }],
  conflicts: ['x.sync-conflict-1'], devices: [me, other],
};
const device = {
  id: other, name: '<script>bert</script>', paused: false, connected: true, address: '10.1.2.3:22000', version: 'v1',
  lastSeen: '', inBytes: 1, outBytes: 2, percent: 62,
};
let asked = 0;
const node = {
  language: new URLSearchParams(location.search).get('language'),
  async get(path) {
    asked += 1;
    if (location.search.includes('broken')) throw new Error('Syncthing is off on this node.');
    if (asked > 2) return new Promise(() => {});
    return {
      deviceId: me, attached: false, event: asked, at: new Date(asked * 2000).toISOString(), inBytes: asked * 4000000, outBytes: 0,
      roots: ['/root'], folders: [folder], devices: [device],
      pendingDevices: [{ id: other, name: '<i>carla</i>', address: '10.1.2.4:5', at: '' }],
      pendingFolders: [{ id: 'notes', label: 'Notes', device: other, at: '' }], asked: path,
    };
  },
  async send(method, path, body) {
    const line = document.createElement('samp');
    line.textContent = `${method} ${path} ${JSON.stringify(body) ?? ''}`;
    document.body.append(line);
  },
};
const element = document.createElement('cloudy-syncthing');
Object.assign(element, { service: 'cloudy.syncthing', node });
document.body.append(element);
setTimeout(() => element.querySelectorAll('section button').forEach((button, index) => index < 5 && button.click()), 500);
