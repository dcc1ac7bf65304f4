// SPDX-License-Identifier: Apache-2.0
// A page of a bundle: one custom element, no build step. Whatever a neighbour may have written is put there as text, never
// as markup. `node` is the console's way to the API, set before the element is attached.
import { copyable, make, sentence, text, whileSeen } from '/ui/page.js';

const BASE = 'x/cloudy.proxy3';
const PAUSE_MS = 10000;
const PLAIN_PORT = 7000;

const TEXTS = {
  en: {
    use: 'Use this proxy', automatic: 'Automatic configuration', byHand: 'By hand', copy: 'Copy', copied: 'Copied',
    linux: 'Linux: Settings, Network, Proxy, Automatic: this address. For programs in a terminal:',
    android: 'Android: Settings, Wi-Fi, the network, Modify, Proxy: Auto-config, this address.',
    browser: 'Firefox: Settings, Network Settings, Automatic proxy configuration URL: this address.',
    nothing: 'There is no proxy to use yet: switch this one on, or use a neighbour’s from the search page.',
    proxies: 'Proxies that people are told to use', own: 'this node', up: 'works', down: 'does not answer',
    direct: 'then without a proxy', never: 'never without a proxy', distance: '{0} ms', remove: 'Remove',
    figures: 'Figures', requests: 'Requests', hits: 'From the cache', errors: 'Refused or failed', inBytes: 'Fetched',
    outBytes: 'Delivered', clients: 'Devices', people: 'Users signed in', perSecond: '{0} requests a second',
    federation: 'Federation', id: 'Service id', way: 'Kind', peers: 'Federated proxies', passing: 'Whose users may pass here',
    asOf: 'List of', refresh: 'Ask guifi.net now', users: 'Users of this node', none: 'None yet.', name: 'Name',
    password: 'Password', save: 'Save', sure: 'Let {0} in no more?', signIn: 'Each user signs in with name and password.',
  },
  ca: {
    use: 'Usa aquest proxy', automatic: 'Configuració automàtica', byHand: 'A mà', copy: 'Copia', copied: 'Copiat',
    linux: 'Linux: Configuració, Xarxa, Proxy, Automàtic: aquesta adreça. Per als programes d’un terminal:',
    android: 'Android: Configuració, Wi-Fi, la xarxa, Modifica, Proxy: Configuració automàtica, aquesta adreça.',
    browser: 'Firefox: Configuració, Paràmetres de xarxa, URL de configuració automàtica del proxy: aquesta adreça.',
    nothing: 'Encara no hi ha cap proxy per usar: engegueu aquest, o useu el d’un veí des de la pàgina de cerca.',
    proxies: 'Proxys que es diu a la gent que faci servir', own: 'aquest node', up: 'funciona', down: 'no respon',
    direct: 'i després sense proxy', never: 'mai sense proxy', distance: '{0} ms', remove: 'Treu',
    figures: 'Xifres', requests: 'Peticions', hits: 'De la memòria cau', errors: 'Rebutjades o fallides', inBytes: 'Baixat',
    outBytes: 'Lliurat', clients: 'Dispositius', people: 'Usuaris que han entrat', perSecond: '{0} peticions per segon',
    federation: 'Federació', id: 'Id del servei', way: 'Mena', peers: 'Proxys federats', passing: 'Els usuaris dels quals poden passar aquí',
    asOf: 'Llista del', refresh: 'Demana-ho ara a guifi.net', users: 'Usuaris d’aquest node', none: 'Encara cap.', name: 'Nom',
    password: 'Contrasenya', save: 'Desa', sure: 'Voleu que {0} no pugui entrar més?', signIn: 'Cada usuari entra amb el seu nom i la seva contrasenya.',
  },
  es: {
    use: 'Usar este proxy', automatic: 'Configuración automática', byHand: 'A mano', copy: 'Copiar', copied: 'Copiado',
    linux: 'Linux: Configuración, Red, Proxy, Automático: esta dirección. Para los programas de un terminal:',
    android: 'Android: Ajustes, Wi-Fi, la red, Modificar, Proxy: Configuración automática, esta dirección.',
    browser: 'Firefox: Ajustes, Configuración de red, URL de configuración automática del proxy: esta dirección.',
    nothing: 'Todavía no hay ningún proxy que usar: encienda este, o use el de un vecino desde la página de búsqueda.',
    proxies: 'Proxys que se dice a la gente que use', own: 'este nodo', up: 'funciona', down: 'no responde',
    direct: 'y después sin proxy', never: 'nunca sin proxy', distance: '{0} ms', remove: 'Quitar',
    figures: 'Cifras', requests: 'Peticiones', hits: 'De la caché', errors: 'Rechazadas o fallidas', inBytes: 'Descargado',
    outBytes: 'Entregado', clients: 'Dispositivos', people: 'Usuarios que han entrado', perSecond: '{0} peticiones por segundo',
    federation: 'Federación', id: 'Id del servicio', way: 'Clase', peers: 'Proxys federados', passing: 'Cuyos usuarios pueden pasar aquí',
    asOf: 'Lista del', refresh: 'Preguntar ahora a guifi.net', users: 'Usuarios de este nodo', none: 'Todavía ninguno.', name: 'Nombre',
    password: 'Contraseña', save: 'Guardar', sure: '¿Que {0} no pueda entrar más?', signIn: 'Cada usuario entra con su nombre y su contraseña.',
  },
};

class CloudyProxy3 extends HTMLElement {
  node;
  service = '';
  #state;
  #before;
  #users = [];
  #fault = '';
  #watching = whileSeen(() => this.#look(), PAUSE_MS);

  connectedCallback() {
    this.#watching.begin();
  }

  disconnectedCallback() {
    this.#watching.end();
  }

  async #look() {
    try {
      const state = await this.node.get(`${BASE}/state`);
      this.#before = this.#state;
      this.#state = state;
      this.#fault = '';
      // Who may only look is not told names.
      this.#users = state.mode === 'local' ? await this.node.get(`${BASE}/users`).then((all) => all.items, () => undefined) : undefined;
    } catch (fault) {
      this.#state = undefined;
      this.#fault = sentence(fault);
    }
    this.#draw();
  }

  async #do(method, path, body) {
    try {
      await this.node.send(method, BASE + path, body);
      await this.#look();
    } catch (fault) {
      this.#fault = sentence(fault);
      this.#draw();
    }
  }

  #t(key, ...values) {
    return text(TEXTS, this.node.language, key, ...values);
  }

  #draw() {
    // Who fills something in is not disturbed.
    if (this.contains(document.activeElement) && document.activeElement.closest('form')) return;
    const parts = [make('p', { className: 'fault', role: 'alert', hidden: !this.#fault }, this.#fault)];
    if (this.#state) {
      parts.push(
        make('p', { className: 'fault', hidden: !this.#state.problem }, this.#state.problem),
        this.#use(), this.#proxies(), this.#figures(), this.#federation(), this.#people(),
      );
    }
    this.replaceChildren(...parts.filter((part) => part !== null));
  }

  #section(key, ...children) {
    return make('section', {}, make('h3', {}, this.#t(key)), ...children);
  }

  /** What to set, to be copied, and for a phone's camera. */
  #use() {
    const first = this.#state.proxies[0];
    if (!first) return this.#section('use', make('p', {}, this.#t('nothing')));
    const script = `http://${location.hostname}:${PLAIN_PORT}/proxy.pac`;
    const shell = `export http_proxy=http://${first.address} https_proxy=http://${first.address}`;
    return this.#section(
      'use', make('h4', {}, this.#t('automatic')), this.#copyable(script), this.#picture(script),
      make('ul', {}, make('li', {}, this.#t('browser')), make('li', {}, this.#t('android')), make('li', {}, this.#t('linux'), ' ', this.#copyable(shell))),
      make('h4', {}, this.#t('byHand')), this.#copyable(first.address), this.#picture(first.address),
      make('p', {}, this.#t('signIn')),
    );
  }

  #copyable(words) {
    return copyable(words, this.#t('copy'), this.#t('copied'));
  }

  /** The console has the element; without it the text is there all the same. */
  #picture(text) {
    return make('details', {}, make('summary', {}, 'QR'), make('cloudy-qr', { text }));
  }

  #proxies() {
    const { proxies, direct } = this.#state;
    if (proxies.length === 0) return null;
    const lines = proxies.map((proxy) => make(
      'li', {}, make('code', {}, proxy.address), ` ${proxy.own ? this.#t('own') : proxy.name} — ${this.#t(proxy.up ? 'up' : 'down')}`,
      proxy.distanceMs === undefined ? '' : `, ${this.#t('distance', proxy.distanceMs)}`,
    ));
    return this.#section('proxies', make('ol', {}, ...lines), make('p', {}, this.#t(direct ? 'direct' : 'never')));
  }

  #table(rows) {
    const all = rows.filter(([, value]) => value !== undefined && value !== '');
    return make('dl', {}, ...all.map(([key, value]) => make('div', {}, make('dt', {}, this.#t(key)), make('dd', {}, String(value)))));
  }

  #figures() {
    const now = this.#state.figures;
    if (!now) return null;
    const number = (value) => value.toLocaleString(this.node.language);
    const share = now.requests ? ` (${Math.round((100 * now.hits) / now.requests)} %)` : '';
    const before = this.#before?.figures;
    const seconds = before ? (Date.parse(now.at) - Date.parse(before.at)) / 1000 : 0;
    const rate = seconds > 0 ? Math.max(0, now.requests - before.requests) / seconds : undefined;
    return this.#section(
      'figures',
      this.#table([
        ['requests', number(now.requests)], ['hits', number(now.hits) + share], ['errors', number(now.errors)],
        ['inBytes', this.#bytes(now.inBytes)], ['outBytes', this.#bytes(now.outBytes)], ['clients', number(now.clients)],
        ['people', number(now.users)],
      ]),
      rate === undefined ? '' : make('p', {}, this.#t('perSecond', rate.toLocaleString(this.node.language, { maximumFractionDigits: 1 }))),
    );
  }

  #bytes(number) {
    const power = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, number)) / 3)));
    const value = (number / 1000 ** power).toLocaleString(this.node.language, { maximumFractionDigits: 1 });
    return `${value} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
  }

  #federation() {
    const list = this.#state.federation;
    if (!list) return null;
    return this.#section(
      'federation', make('p', { className: 'fault', hidden: !list.fault }, list.fault),
      this.#table([
        ['id', list.id], ['way', list.way], ['peers', list.peers], ['passing', list.passing],
        ['asOf', list.asOf && new Date(list.asOf).toLocaleString(this.node.language)],
      ]),
      this.node.may?.('operator') ?? true
        ? make('button', { type: 'button', className: 'plain', onclick: () => this.#do('POST', '/federation/refresh') }, this.#t('refresh')) : null,
    );
  }

  #people() {
    if (!this.#users) return null;
    const lines = this.#users.map(({ name }) => make(
      'li', {}, name, ' ',
      make('button', { type: 'button', className: 'plain', ariaLabel: `${this.#t('remove')}: ${name}`, onclick: () =>
        confirm(this.#t('sure', name)) && this.#do('DELETE', `/users/${encodeURIComponent(name)}`) }, this.#t('remove')),
    ));
    const submit = (event) => {
      event.preventDefault();
      const data = new FormData(event.target);
      document.activeElement.blur();
      void this.#do('PUT', `/users/${encodeURIComponent(data.get('name'))}`, { password: data.get('password') });
    };
    return this.#section(
      'users', lines.length ? make('ul', {}, ...lines) : make('p', {}, this.#t('none')),
      make(
        'form', { onsubmit: submit },
        make('label', {}, `${this.#t('name')} `, make('input', { name: 'name', required: true, maxLength: 64, autocomplete: 'off' })), ' ',
        make('label', {}, `${this.#t('password')} `, make('input', { name: 'password', type: 'password', required: true, minLength: 8, maxLength: 72, autocomplete: 'new-password' })), ' ',
        make('button', { type: 'submit' }, this.#t('save')),
      ),
    );
  }
}

customElements.define('cloudy-proxy3', CloudyProxy3);
