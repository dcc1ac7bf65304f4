// SPDX-License-Identifier: Apache-2.0
// A page of a bundle: one custom element, no build step. Whatever a stranger may have written is put there as text, never
// as markup. `node` is the console's way to the API, set before the element is attached.
import { copyable, make, sentence, text, whileSeen } from '/ui/page.js';

const BASE = 'x/cloudy.dns';
const PAUSE_MS = 5000;
const SHOWN = 100;

const TEXTS = {
  en: {
    use: 'Use this DNS', off: 'The name server is off on this node.', own: 'This node', port: 'It answers on port {0}; most machines ask on port 53 only.',
    linux: 'Linux', linuxHelp: 'Until the next start; for good, write the address into the settings of the connection.', android: 'Android',
    androidHelp: 'Wi-Fi, your network, edit, IP settings: static, and this as DNS 1. Private DNS stays off or automatic.', browser: 'A browser',
    browserHelp: 'It asks whom the machine asks, unless “secure DNS” (DNS over HTTPS) is on: switch that off in its privacy settings.',
    copy: 'Copy', copied: 'Copied', code: 'QR', up: 'answers', down: 'does not answer', unknown: 'not asked yet',
    zones: 'Zones', none: 'None yet.', zone: 'Zone', view: 'For', kind: 'Kind', records: 'Records', serial: 'Serial', refusal: 'Refused',
    internal: 'own networks', external: 'everybody else', primary: 'kept here', secondary: 'copied', forward: 'handed on', notServed: 'not served',
    more: 'and {0} more', summary: '{0} zones with {1} records', asOf: 'data of {0}', refreshed: 'asked {0}', refresh: 'Ask guifi.net now',
    stale: 'Not of now: {0}', leftOut: 'Left out', figures: 'Figures', rate: '{0} questions a second', since: 'since {0}',
    queries: 'questions', answered: 'answered', noSuchName: 'no such name', failed: 'failed', refused: 'refused', limited: 'held back',
    cache: 'from memory', noId: 'Without an id at guifi.net only names of the internet are answered.',
    'no-name': 'no name of the DNS', 'no-address': 'no usable address', double: 'there already', 'alias-in-the-way': 'an alias beside something else',
    'no-name-server': 'no name server', reserved: 'a name that belongs to everybody', unreachable: 'the other server does not answer',
    foreign: 'no domain of the community in the settings', 'too-many': 'too many',
  },
  ca: {
    use: 'Useu aquest DNS', off: 'En aquest node el servidor de noms està apagat.', own: 'Aquest node', port: 'Respon al port {0}; la majoria de màquines només pregunten al port 53.',
    linux: 'Linux', linuxHelp: 'Fins a la propera engegada; per sempre, escriviu l’adreça a la configuració de la connexió.', android: 'Android',
    androidHelp: 'Wi-Fi, la vostra xarxa, edita, configuració IP: estàtica, i això com a DNS 1. El DNS privat queda desactivat o automàtic.', browser: 'Un navegador',
    browserHelp: 'Pregunta a qui pregunta la màquina, si no hi ha el «DNS segur» (DNS sobre HTTPS): desactiveu-lo a la seva privadesa.',
    copy: 'Copia', copied: 'Copiat', code: 'QR', up: 'respon', down: 'no respon', unknown: 'encara no preguntat',
    zones: 'Zones', none: 'Encara cap.', zone: 'Zona', view: 'Per a', kind: 'Mena', records: 'Registres', serial: 'Número', refusal: 'Rebutjada',
    internal: 'xarxes pròpies', external: 'tots els altres', primary: 'pròpia', secondary: 'copiada', forward: 'passada a un altre', notServed: 'no servida',
    more: 'i {0} més', summary: '{0} zones amb {1} registres', asOf: 'dades del {0}', refreshed: 'preguntat {0}', refresh: 'Pregunta ara a guifi.net',
    stale: 'No són d’ara: {0}', leftOut: 'Deixat fora', figures: 'Xifres', rate: '{0} preguntes per segon', since: 'des del {0}',
    queries: 'preguntes', answered: 'respostes', noSuchName: 'no existeix', failed: 'fallades', refused: 'refusades', limited: 'retingudes',
    cache: 'de memòria', noId: 'Sense un id a guifi.net només es responen noms d’Internet.',
    'no-name': 'cap nom del DNS', 'no-address': 'cap adreça utilitzable', double: 'ja hi és', 'alias-in-the-way': 'un àlies al costat d’una altra cosa',
    'no-name-server': 'cap servidor de noms', reserved: 'un nom que és de tothom', unreachable: 'l’altre servidor no respon',
    foreign: 'cap domini de la comunitat a la configuració', 'too-many': 'massa',
  },
  es: {
    use: 'Use este DNS', off: 'En este nodo el servidor de nombres está apagado.', own: 'Este nodo', port: 'Responde en el puerto {0}; la mayoría de máquinas solo preguntan en el puerto 53.',
    linux: 'Linux', linuxHelp: 'Hasta el próximo arranque; para siempre, escriba la dirección en la configuración de la conexión.', android: 'Android',
    androidHelp: 'Wi-Fi, su red, editar, ajustes de IP: estática, y esto como DNS 1. El DNS privado queda desactivado o automático.', browser: 'Un navegador',
    browserHelp: 'Pregunta a quien pregunta la máquina, si no está el «DNS seguro» (DNS sobre HTTPS): desactívelo en su privacidad.',
    copy: 'Copiar', copied: 'Copiado', code: 'QR', up: 'responde', down: 'no responde', unknown: 'todavía no preguntado',
    zones: 'Zonas', none: 'Todavía ninguna.', zone: 'Zona', view: 'Para', kind: 'Tipo', records: 'Registros', serial: 'Número', refusal: 'Rechazada',
    internal: 'redes propias', external: 'todos los demás', primary: 'propia', secondary: 'copiada', forward: 'pasada a otro', notServed: 'no servida',
    more: 'y {0} más', summary: '{0} zonas con {1} registros', asOf: 'datos del {0}', refreshed: 'preguntado {0}', refresh: 'Preguntar ahora a guifi.net',
    stale: 'No son de ahora: {0}', leftOut: 'Dejado fuera', figures: 'Cifras', rate: '{0} preguntas por segundo', since: 'desde el {0}',
    queries: 'preguntas', answered: 'respondidas', noSuchName: 'no existe', failed: 'fallidas', refused: 'rehusadas', limited: 'retenidas',
    cache: 'de memoria', noId: 'Sin un id en guifi.net solo se responden nombres de Internet.',
    'no-name': 'ningún nombre del DNS', 'no-address': 'ninguna dirección utilizable', double: 'ya está', 'alias-in-the-way': 'un alias junto a otra cosa',
    'no-name-server': 'ningún servidor de nombres', reserved: 'un nombre que es de todos', unreachable: 'el otro servidor no responde',
    foreign: 'ningún dominio de la comunidad en la configuración', 'too-many': 'demasiados',
  },
};

class CloudyDns extends HTMLElement {
  node;
  service = '';
  #state;
  #before;
  #fault = '';
  #watching = whileSeen((wanted) => this.#look(wanted), PAUSE_MS);
  #opened = new Set();

  connectedCallback() {
    this.#watching.begin();
  }

  disconnectedCallback() {
    this.#watching.end();
  }

  async #look(wanted = () => true) {
    try {
      const state = await this.node.get(`${BASE}/state`);
      if (!wanted()) return;
      this.#before = this.#state;
      this.#state = state;
      this.#fault = '';
    } catch (fault) {
      if (!wanted()) return;
      this.#fault = sentence(fault);
    }
    this.#draw();
  }

  async #refresh() {
    try {
      await this.node.send('POST', `${BASE}/refresh`);
      await this.#look();
    } catch (fault) {
      this.#fault = sentence(fault);
      this.#draw();
    }
  }

  #t(key, ...values) {
    return text(TEXTS, this.node.language, key, ...values);
  }

  #number(value, digits = 0) {
    return Number(value).toLocaleString(this.node.language, { maximumFractionDigits: digits });
  }

  #time(text) {
    return new Date(text).toLocaleString(this.node.language);
  }

  #draw() {
    // Who has something in hand is not disturbed.
    if (this.contains(document.activeElement) && document.activeElement.closest('.use')) return;
    const parts = [make('p', { className: 'fault', role: 'alert', hidden: !this.#fault }, this.#fault)];
    if (this.#state) {
      if (this.#state.on) parts.push(this.#summary());
      else parts.push(make('p', {}, this.#t('off')));
      parts.push(this.#use());
      if (this.#state.on) parts.push(this.#figures(), this.#zones(), this.#leftOut());
    }
    this.replaceChildren(...parts.filter((part) => part !== null));
  }

  #section(key, ...children) {
    return make('section', {}, make('h3', {}, this.#t(key)), ...children);
  }

  /** A part that opens; it stays as it was when all is drawn anew. */
  #opening(id, title, ...children) {
    const details = make('details', { open: this.#opened.has(id) }, make('summary', {}, title), ...children);
    details.addEventListener('toggle', () => (details.open ? this.#opened.add(id) : this.#opened.delete(id)));
    return details;
  }

  #summary() {
    const state = this.#state;
    const words = [this.#t('summary', this.#number(state.zoneCount), this.#number(state.recordCount))];
    if (state.asOf) words.push(this.#t('asOf', this.#time(state.asOf)));
    if (state.refreshedAt) words.push(this.#t('refreshed', this.#time(state.refreshedAt)));
    return make(
      'section', {},
      make('p', {}, words.join(' · ')),
      state.stale ? make('p', { className: 'fault' }, this.#t('stale', state.stale)) : null,
      state.fault || state.reason ? make('p', { className: 'fault' }, state.fault || state.reason) : null,
      !state.service ? make('p', {}, this.#t('noId')) : !(this.node.may?.('operator') ?? true) ? null
        : make('button', { type: 'button', className: 'plain', onclick: () => void this.#refresh() }, this.#t('refresh')),
    );
  }

  #use() {
    const servers = this.#state.addresses.map((address) => ({ address, port: this.#state.port, name: this.#t('own'), key: address }));
    const lines = [...servers, ...this.#state.used].map((server) => this.#server(server));
    if (lines.length === 0) return null;
    const section = this.#section('use', ...lines);
    section.className = 'use';
    return section;
  }

  #server(server) {
    const { address } = server;
    const name = [server.name, server.state ? this.#t(server.state) : ''].filter((word) => word).join(', ');
    return this.#opening(
      `use ${server.key}`, `${address}${server.port === 53 ? '' : ` (${server.port})`}${name ? ` – ${name}` : ''}`,
      server.port === 53 ? null : make('p', { className: 'fault' }, this.#t('port', server.port)),
      this.#line(address), this.#code(address),
      make('h4', {}, this.#t('linux')), this.#line(`nmcli device modify wlan0 ipv4.dns ${address} ipv4.ignore-auto-dns yes`),
      this.#line(`resolvectl dns wlan0 ${address}`), make('p', {}, this.#t('linuxHelp')),
      make('h4', {}, this.#t('android')), make('p', {}, this.#t('androidHelp')), this.#line(address),
      make('h4', {}, this.#t('browser')), make('p', {}, this.#t('browserHelp')),
    );
  }

  #line(words) {
    return copyable(words, this.#t('copy'), this.#t('copied'));
  }

  /** For a phone's camera, drawn by the console. */
  #code(text) {
    if (!customElements.get('cloudy-qr')) return null;
    const place = make('span');
    return make('span', {}, make('button', {
      type: 'button',
      onclick: () => place.replaceChildren(...(place.firstChild ? [] : [Object.assign(document.createElement('cloudy-qr'), { text })])),
    }, this.#t('code')), place);
  }

  #figures() {
    const now = this.#state.figures;
    if (!now) return null;
    const before = this.#before?.figures;
    const seconds = before && before.since === now.since ? (Date.parse(now.at) - Date.parse(before.at)) / 1000 : 0;
    const rate = seconds > 0 ? Math.max(0, now.queries - before.queries) / seconds : undefined;
    const hits = now.cacheHits + now.cacheMisses;
    const pairs = [
      ['queries', now.queries], ['answered', now.answered], ['noSuchName', now.unknown], ['failed', now.failed],
      ['refused', now.refused], ['limited', now.limited],
    ].map(([key, value]) => [this.#t(key), this.#number(value)]);
    if (hits) pairs.push([this.#t('cache'), `${this.#number((100 * now.cacheHits) / hits)} %`]);
    for (const [type, count] of Object.entries(now.byType).sort((a, b) => b[1] - a[1])) pairs.push([type, this.#number(count)]);
    return this.#section(
      'figures',
      make('p', {}, [rate === undefined ? '' : this.#t('rate', this.#number(rate, 1)), this.#t('since', this.#time(now.since))]
        .filter((word) => word).join(' · ')),
      make('dl', {}, ...pairs.map(([key, value]) => make('div', {}, make('dt', {}, key), make('dd', {}, value)))),
    );
  }

  #zones() {
    const { zones, zoneCount } = this.#state;
    if (zones.length === 0) return this.#section('zones', make('p', {}, this.#t('none')));
    const head = ['zone', 'view', 'kind', 'records', 'serial', 'refusal'];
    const rows = zones.slice(0, SHOWN).map((zone) => make(
      'tr', {}, make('td', {}, zone.zone), make('td', {}, zone.view ? this.#t(zone.view) : ''),
      make('td', {}, `${this.#t(zone.kind === 'none' ? 'notServed' : zone.kind)} ${zone.servers.join(', ')}`),
      make('td', {}, zone.kind === 'primary' ? this.#number(zone.records) : ''),
      make('td', {}, zone.serial ? String(zone.serial) : ''), make('td', { className: zone.refusal ? 'fault' : '' }, zone.refusal),
    ));
    const rest = zoneCount - rows.length;
    return this.#section('zones', this.#opening(
      'zones', `${this.#t('zones')}: ${this.#number(zoneCount)}`,
      make('table', {}, make('thead', {}, make('tr', {}, ...head.map((key) => make('th', { scope: 'col' }, this.#t(key))))), make('tbody', {}, ...rows)),
      rest > 0 ? make('p', {}, this.#t('more', this.#number(rest))) : null,
    ));
  }

  #leftOut() {
    const { leftOut } = this.#state;
    if (leftOut.length === 0) return null;
    return this.#section('leftOut', make('ul', {}, ...leftOut.map((one) =>
      make('li', {}, `${this.#number(one.count)} × ${this.#t(one.reason)}: `, make('q', {}, one.examples.join(', '))))));
  }
}

customElements.define('cloudy-dns', CloudyDns);
