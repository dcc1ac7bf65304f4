// SPDX-License-Identifier: Apache-2.0
// A page of a bundle: one custom element, no build step. Whatever a neighbour may have written is put there as text, never
// as markup. `node` is the console's way to the API, set before the element is attached.
import { make, sentence, text, whileSeen } from '/ui/page.js';

const BASE = 'x/cloudy.syncthing';
const WAIT_S = 15;
const PAUSE_MS = 2000;

const TEXTS = {
  en: {
    device: 'This device', folders: 'Folders', devices: 'Devices', requests: 'Requests', none: 'None yet.',
    asks: 'asks to connect', offers: 'offers the folder', accept: 'Accept', refuse: 'Refuse', pause: 'Pause', resume: 'Resume',
    remove: 'Remove', sure: 'Remove {0}? The files stay.', sureDevice: 'Forget {0}?', add: 'Add a folder', name: 'Name',
    path: 'Path', below: 'Below: {0}', share: 'Share with', change: 'Share…', save: 'Save', connected: 'connected',
    away: 'not connected', unknown: 'does not know this device: it has not accepted, or has disconnected', paused: 'paused', conflicts: 'Changed on both sides', errors: 'Errors', missing: '{0} missing',
    idle: 'up to date', scanning: 'looking through', syncing: 'synchronising', error: 'error', rate: '{0}/s in, {1}/s out',
    attached: 'Run by somebody else on this device.',
  },
  ca: {
    device: 'Aquest dispositiu', folders: 'Carpetes', devices: 'Dispositius', requests: 'Peticions', none: 'Encara cap.',
    asks: 'demana connectar-se', offers: 'ofereix la carpeta', accept: 'Accepta', refuse: 'Rebutja', pause: 'Atura',
    resume: 'Continua', remove: 'Treu', sure: 'Voleu treure {0}? Els fitxers es queden.', sureDevice: 'Voleu oblidar {0}?',
    add: 'Afegeix una carpeta', name: 'Nom', path: 'Camí', below: 'Sota: {0}', share: 'Comparteix amb', change: 'Comparteix…',
    save: 'Desa', connected: 'connectat', away: 'no connectat',
    unknown: 'no coneix aquest dispositiu: no ha acceptat, o s’ha desconnectat', paused: 'aturat', conflicts: 'Canviats a les dues bandes',
    errors: 'Errors', missing: 'falten {0}', idle: 'al dia', scanning: 'repassant', syncing: 'sincronitzant', error: 'error',
    rate: '{0}/s entrants, {1}/s sortints', attached: 'El fa funcionar algú altre en aquest dispositiu.',
  },
  es: {
    device: 'Este dispositivo', folders: 'Carpetas', devices: 'Dispositivos', requests: 'Peticiones', none: 'Todavía ninguna.',
    asks: 'pide conectarse', offers: 'ofrece la carpeta', accept: 'Aceptar', refuse: 'Rechazar', pause: 'Pausar',
    resume: 'Continuar', remove: 'Quitar', sure: '¿Quitar {0}? Los archivos se quedan.', sureDevice: '¿Olvidar {0}?',
    add: 'Añadir una carpeta', name: 'Nombre', path: 'Ruta', below: 'Bajo: {0}', share: 'Compartir con', change: 'Compartir…',
    save: 'Guardar', connected: 'conectado', away: 'no conectado',
    unknown: 'no conoce este dispositivo: no ha aceptado, o se ha desconectado', paused: 'en pausa', conflicts: 'Cambiados en ambos lados',
    errors: 'Errores', missing: 'faltan {0}', idle: 'al día', scanning: 'repasando', syncing: 'sincronizando', error: 'error',
    rate: '{0}/s entrantes, {1}/s salientes', attached: 'Lo ejecuta otra persona en este dispositivo.',
  },
};

class CloudySyncthing extends HTMLElement {
  node;
  service = '';
  #state;
  #before;
  #fault = '';
  #editing = '';
  #after = 0;
  // What changes all the time is not drawn all the time.
  #watching = whileSeen(async (wanted) => {
    this.#after = await this.#look(this.#after ? `?after=${this.#after}&waitS=${WAIT_S}` : '', wanted);
  }, PAUSE_MS);

  connectedCallback() {
    this.#watching.begin();
  }

  disconnectedCallback() {
    this.#watching.end();
  }

  async #look(query, wanted = () => true) {
    try {
      const state = await this.node.get(`${BASE}/state${query}`);
      if (!wanted()) return 0;
      this.#before = this.#state;
      this.#state = state;
      this.#fault = '';
    } catch (fault) {
      if (!wanted()) return 0;
      this.#state = undefined;
      this.#fault = sentence(fault);
    }
    this.#draw();
    return this.#state?.event ?? 0;
  }

  async #do(method, path, body) {
    try {
      await this.node.send(method, BASE + path, body);
      this.#editing = '';
      await this.#look('');
    } catch (fault) {
      this.#fault = sentence(fault);
      this.#draw();
    }
  }

  #t(key, ...values) {
    return text(TEXTS, this.node.language, key, ...values);
  }

  /** What would be refused to who is signed in is not offered. */
  get #may() {
    return this.node.may?.('operator') ?? true;
  }

  #button(key, act) {
    if (!this.#may) return null;
    return make('button', { type: 'button', className: key === 'accept' ? '' : 'plain', onclick: act }, this.#t(key));
  }

  #draw() {
    // Who fills something in is not disturbed.
    if (this.contains(document.activeElement) && document.activeElement.closest('form, details')) return;
    const parts = [make('p', { className: 'fault', role: 'alert', hidden: !this.#fault }, this.#fault)];
    if (this.#state) {
      parts.push(this.#own(), this.#requests(), this.#folders(), this.#devices());
    }
    this.replaceChildren(...parts);
  }

  #own() {
    const state = this.#state;
    return make(
      'p', {}, `${this.#t('device')}: `, make('code', {}, state.deviceId), make('br'), this.#rate(state, this.#before),
      state.attached ? ` ${this.#t('attached')}` : '',
    );
  }

  /** From one answer to the next. */
  #rate(now, before) {
    const seconds = before ? (Date.parse(now.at) - Date.parse(before.at)) / 1000 : 0;
    if (!(seconds > 0)) return '';
    const each = (key) => this.#bytes(Math.max(0, now[key] - before[key]) / seconds);
    return this.#t('rate', each('inBytes'), each('outBytes'));
  }

  #bytes(number) {
    const power = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, number)) / 3)));
    const value = (number / 1000 ** power).toLocaleString(this.node.language, { maximumFractionDigits: 1 });
    return `${value} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
  }

  #section(key, ...children) {
    return make('section', {}, make('h3', {}, this.#t(key)), ...children);
  }

  #requests() {
    const { pendingDevices, pendingFolders } = this.#state;
    const lines = pendingDevices.map((asked) => make(
      'li', {}, `${asked.name || asked.id.slice(0, 7)} (${asked.address}) ${this.#t('asks')} `, make('code', {}, asked.id), ' ',
      this.#button('accept', () => this.#do('POST', `/requests/${asked.id}/accept`, {})), ' ',
      this.#button('refuse', () => this.#do('POST', `/requests/${asked.id}/refuse`)),
    ));
    for (const offer of pendingFolders) {
      const body = { folder: offer.id };
      lines.push(make(
        'li', {}, `${this.#called(offer.device)} ${this.#t('offers')} “${offer.label || offer.id}” `,
        this.#button('accept', () => this.#do('POST', `/requests/${offer.device}/folders/accept`, body)), ' ',
        this.#button('refuse', () => this.#do('POST', `/requests/${offer.device}/folders/refuse`, body)),
      ));
    }
    return lines.length === 0 ? make('section', { hidden: true }) : this.#section('requests', make('ul', {}, ...lines));
  }

  #called(id) {
    return this.#state.devices.find((device) => device.id === id)?.name || id.slice(0, 7);
  }

  #folders() {
    const lines = this.#state.folders.map((folder) => this.#folder(folder));
    return this.#section('folders', lines.length ? make('ul', {}, ...lines) : make('p', {}, this.#t('none')), this.#may ? this.#addition() : null);
  }

  #folder(folder) {
    const name = folder.label || folder.id;
    const others = folder.devices.filter((id) => id !== this.#state.deviceId).map((id) => this.#called(id));
    const missing = folder.needBytes ? `, ${this.#t('missing', this.#bytes(folder.needBytes))}` : '';
    return make(
      'li', {}, make('strong', {}, name), ` ${this.#t(folder.state)}${missing}, ${this.#bytes(folder.bytes)} `,
      make('progress', { max: 100, value: folder.percent, ariaLabel: name }), make('br'), make('code', {}, folder.path),
      others.length ? ` → ${others.join(', ')} ` : ' ',
      folder.error ? make('p', { className: 'fault' }, folder.error) : null,
      this.#list('errors', folder.errors.map((one) => `${one.path}: ${one.error}`)),
      this.#list('conflicts', folder.conflicts),
      this.#button(folder.paused ? 'resume' : 'pause', () =>
        this.#do('PATCH', `/folders/${folder.id}`, { paused: !folder.paused })), ' ',
      this.#button('change', () => { this.#editing = this.#editing === folder.id ? '' : folder.id; this.#draw(); }), ' ',
      this.#button('remove', () => confirm(this.#t('sure', name)) && this.#do('DELETE', `/folders/${folder.id}`)),
      this.#editing === folder.id ? this.#sharing(folder) : null,
    );
  }

  #list(key, lines) {
    if (lines.length === 0) return null;
    return make(
      'details', {}, make('summary', {}, `${this.#t(key)}: ${lines.length}`),
      make('ul', {}, ...lines.map((line) => make('li', {}, line))),
    );
  }

  #choices(chosen) {
    return this.#state.devices.map((device) => make(
      'label', {}, make('input', { type: 'checkbox', name: 'devices', value: device.id, checked: chosen.includes(device.id) }),
      ` ${device.name || device.id.slice(0, 7)} `,
    ));
  }

  #sharing(folder) {
    const submit = (event) => {
      event.preventDefault();
      const devices = new FormData(event.target).getAll('devices');
      document.activeElement.blur();
      void this.#do('PATCH', `/folders/${folder.id}`, { devices });
    };
    return make(
      'form', { onsubmit: submit }, make('fieldset', {}, make('legend', {}, this.#t('share')), ...this.#choices(folder.devices)),
      make('button', { type: 'submit' }, this.#t('save')),
    );
  }

  #addition() {
    const submit = (event) => {
      event.preventDefault();
      const data = new FormData(event.target);
      const body = { label: data.get('label'), devices: data.getAll('devices') };
      if (data.get('path')) body.path = data.get('path');
      document.activeElement.blur();
      void this.#do('POST', '/folders', body);
    };
    return make(
      'details', {}, make('summary', {}, this.#t('add')),
      make(
        'form', { onsubmit: submit },
        make('label', {}, `${this.#t('name')} `, make('input', { name: 'label', required: true, maxLength: 64 })), ' ',
        make('label', {}, `${this.#t('path')} `, make('input', { name: 'path', maxLength: 1024 })), ' ',
        make('small', {}, this.#t('below', this.#state.roots.join(', '))),
        this.#state.devices.length ? make('fieldset', {}, make('legend', {}, this.#t('share')), ...this.#choices([])) : null,
        make('button', { type: 'submit' }, this.#t('add')),
      ),
    );
  }

  #devices() {
    const lines = this.#state.devices.map((device) => {
      const name = device.name || device.id.slice(0, 7);
      const how = device.paused ? 'paused' : device.connected ? 'connected' : device.refused ? 'unknown' : 'away';
      const done = device.connected ? `, ${device.percent} %` : '';
      const before = this.#before?.devices.find((one) => one.id === device.id);
      const rate = before && device.connected
        ? `, ${this.#rate({ ...device, at: this.#state.at }, { ...before, at: this.#before.at })}` : '';
      return make(
        'li', {}, make('strong', {}, name), ` ${this.#t(how)} ${device.address}${done}${rate} `,
        this.#button(device.paused ? 'resume' : 'pause', () =>
          this.#do('PATCH', `/devices/${device.id}`, { paused: !device.paused })), ' ',
        this.#button('remove', () => confirm(this.#t('sureDevice', name)) && this.#do('DELETE', `/devices/${device.id}`)),
      );
    });
    return this.#section('devices', lines.length ? make('ul', {}, ...lines) : make('p', {}, this.#t('none')));
  }
}

customElements.define('cloudy-syncthing', CloudySyncthing);
