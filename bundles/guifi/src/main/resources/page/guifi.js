// SPDX-License-Identifier: Apache-2.0
// A page of a bundle: one custom element, no build step. Names are the word of strangers: they are put there as text, never
// as markup. `node` is the console's way to the API, set before the element is attached. Nothing is asked again by itself:
// what is shown changes when somebody here changes it.
import { make, sentence, text } from '/ui/page.js';
import { TEXTS } from './texts.js';

const BASE = 'x/cloudy.guifi';
const PAUSE_MS = 500;
/** Ways back, and what is beside the way. */
const PLAIN = ['signOut', 'other', 'unlink', 'withdraw', 'fetch'];

class CloudyGuifi extends HTMLElement {
  node;
  service = '';
  #state;
  #place;
  #found;
  #unlisted = false;
  #fault = '';
  #busy = '';
  /** What somebody typed is there again after a refusal; a password is not. */
  #typed = {};

  connectedCallback() {
    void this.#do('', () => Promise.resolve());
  }

  /** Does something, shows that it is being done, and then how all is. */
  async #do(key, work) {
    const at = [...this.querySelectorAll('section')].indexOf(document.activeElement?.closest('section'));
    this.#fault = '';
    this.#busy = key;
    this.#draw();
    try {
      await work();
    } catch (fault) {
      this.#fault = sentence(fault);
    }
    try {
      await this.#look();
    } catch (fault) {
      this.#fault ||= sentence(fault);
    }
    this.#busy = '';
    this.#draw();
    // Who works by keyboard goes on where he was.
    if (at >= 0) this.querySelectorAll('section')[at]?.querySelector('input, button, a')?.focus();
  }

  async #look() {
    this.#state = await this.node.get(`${BASE}/state`);
    this.#place = undefined;
    if (this.#state.node) this.#place = await this.node.get(`${BASE}/nodes/${this.#state.node}`);
  }

  #send(method, path, body) {
    return this.node.send(method, BASE + path, body);
  }

  /** Waits for the end of a job. */
  async #job(path, body) {
    const { value } = await this.#send('POST', path, body);
    for (;;) {
      const now = await this.node.get(`jobs/${value.job}`);
      if (now.ended) {
        if (now.state !== 'succeeded') throw new Error(now.reason || now.state);
        return;
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }

  #t(key, ...values) {
    return text(TEXTS, this.node.language, key, ...values);
  }

  #when(time) {
    return new Date(time).toLocaleString(this.node.language, { dateStyle: 'medium', timeStyle: 'short' });
  }

  /** What would be refused to who is signed in is not offered. */
  get #may() {
    return this.node.may?.('operator') ?? true;
  }

  #button(key, act, about = '') {
    if (!this.#may) return null;
    const label = this.#t(key);
    const button = make('button', { type: 'button', disabled: !!this.#busy, onclick: () => void this.#do(key, act) }, label);
    if (PLAIN.includes(key)) button.className = 'plain';
    if (about) button.ariaLabel = `${label}: ${about}`;
    return button;
  }

  #form(key, submit, ...children) {
    if (!this.#may) return null;
    const onsubmit = (event) => {
      event.preventDefault();
      const data = new FormData(event.target);
      for (const [name, value] of data) if (name !== 'password') this.#typed[name] = value;
      void this.#do(key, () => submit(data));
    };
    return make('form', { onsubmit }, ...children, make('button', { type: 'submit', disabled: !!this.#busy }, this.#t(key)));
  }

  #field(key, properties = {}) {
    const { hint, ...rest } = properties;
    const value = this.#typed[key] ?? rest.value ?? '';
    return make('label', {}, `${this.#t(key)} `, make('input', { ...rest, name: key, value }), hint ? make('small', {}, ` ${hint}`) : null);
  }

  #draw() {
    const parts = [
      make('p', { className: 'fault', role: 'alert', hidden: !this.#fault }, this.#fault),
      make('p', { role: 'status', hidden: !this.#busy }, this.#busy ? this.#t('asking', this.#t(this.#busy)) : ''),
    ];
    if (this.#state) {
      parts.push(
        make('p', {}, this.#t('intro')),
        this.#step(1, 'signIn', true, this.#signIn()),
        this.#step(2, 'node', true, this.#node()),
        this.#step(3, 'device', !!this.#place, () => this.#device()),
        this.#step(4, 'address', !!this.#own(), () => this.#address()),
        this.#step(5, 'services', true, this.#services()),
        this.#copies(),
      );
    }
    this.replaceChildren(...parts);
  }

  #step(number, key, ready, content) {
    const inside = ready ? (typeof content === 'function' ? content() : content) : [make('p', {}, this.#t('first'))];
    return make('section', {}, make('h3', {}, `${number}. ${this.#t(`${key}Step`)}`), ...inside);
  }

  #signIn() {
    const state = this.#state;
    if (state.signedIn) {
      const until = state.signedInUntil ? ` ${this.#t('until', this.#when(state.signedInUntil))}` : '';
      return [
        make('p', {}, this.#t('signedIn', state.user), `${until} `, this.#button('signOut', () => this.#send('POST', '/sign-out'))),
      ];
    }
    return [
      make('p', { className: 'fault', hidden: !state.site.startsWith('http:') }, this.#t('plain', state.site)),
      this.#form(
        'signIn', (data) => this.#send('POST', '/sign-in', { user: data.get('user'), password: data.get('password') }),
        this.#field('user', { required: true, maxLength: 60, autocomplete: 'off', value: state.user }), ' ',
        this.#field('password', { required: true, type: 'password', maxLength: 512, autocomplete: 'off' }), ' ',
      ),
      make('p', {}, make('small', {}, this.#t('notKept'))),
    ];
  }

  #node() {
    const { node, site } = this.#state;
    if (node) {
      return [
        make(
          'p', {}, this.#place ? `${this.#place.title} ` : '',
          make('a', { href: `${site}/node/${node}`, target: '_blank', rel: 'noopener noreferrer' }, this.#t('number', node)), ' ',
          this.#button('other', () => this.#send('PUT', '/node', { node: 0 }), this.#t('nodeStep')),
        ),
      ];
    }
    const search = async (data) => {
      const text = data.get('text').trim();
      this.#found = undefined;
      if (/^[0-9]+$/.test(text)) return this.#send('PUT', '/node', { node: Number(text) });
      try {
        this.#found = (await this.node.get(`${BASE}/nodes?text=${encodeURIComponent(text)}`)).items;
      } catch (fault) {
        this.#unlisted = true;
        throw fault;
      }
    };
    return [
      this.#form('search', search, this.#field('text', { required: true, minLength: 2, maxLength: 64, hint: this.#t('textHint') }), ' '),
      this.#found && make(
        'ul', {},
        ...this.#found.map((one) => make(
          'li', {}, make('strong', {}, one.title), ` ${one.zone} (${one.id}, ${one.status}) `,
          this.#button('choose', () => this.#send('PUT', '/node', { node: one.id }), one.title),
        )),
        this.#found.length ? null : make('li', {}, this.#t('none')),
      ),
      this.#unlisted ? make('p', {}, this.#button('fetch', async () => {
        await this.#job('/nodes/fetch');
        this.#unlisted = false;
      })) : null,
    ].filter((part) => part);
  }

  /** This device, as guifi.net has it. */
  #own() {
    return this.#state.device ? this.#place?.devices.find((one) => one.id === this.#state.device) : undefined;
  }

  #device() {
    const { device, site, mac } = this.#state;
    if (device) {
      const own = this.#own();
      return [
        make(
          'p', {}, own ? `${own.title} ` : `${this.#t('gone')} `,
          make('a', { href: `${site}/guifi/device/${device}`, target: '_blank', rel: 'noopener noreferrer' }, this.#t('number', device)),
          ' ', this.#button('other', () => this.#send('PUT', '/device', { device: 0 }), this.#t('deviceStep')),
        ),
      ];
    }
    const there = this.#place.devices.filter((one) => one.type === 'cloudy');
    const add = (data) => {
      const body = { nick: data.get('nick'), comment: data.get('comment') };
      for (const key of ['mac', 'mail']) if (data.get(key)) body[key] = data.get(key);
      return this.#send('POST', '/devices', body);
    };
    return [
      there.length ? make('ul', {}, ...there.map((one) => make(
        'li', {}, `${one.title} (${one.id}, ${one.status}) `,
        this.#button('choose', () => this.#send('PUT', '/device', { device: one.id }), one.title),
      ))) : null,
      this.#form(
        'add', add,
        this.#field('nick', { required: true, maxLength: 40, pattern: '[A-Za-z0-9_.\\-]+', value: this.#place.nick }), ' ',
        this.#field('mac', { pattern: '([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}', value: mac, required: !mac }), ' ',
        this.#field('mail', { type: 'email', maxLength: 254, hint: this.#t('mailHint') }), ' ',
        this.#field('comment', { maxLength: 150 }), ' ',
      ),
    ].filter((part) => part);
  }

  #address() {
    const own = this.#own();
    if (own.addresses.length) {
      const drop = async () => confirm(this.#t('sureUnlink', own.addresses.join(', '))) && this.#send('POST', '/device/unlink');
      return [make('p', {}, make('code', {}, own.addresses.join(', ')), ' ', this.#button('unlink', drop))];
    }
    const others = this.#place.devices.filter((one) => one.id !== own.id && one.addresses.length);
    if (!others.length) return [make('p', {}, this.#t('noneToLink'))];
    return [
      make('p', {}, this.#t('linkHint')),
      make('ul', {}, ...others.map((one) => make(
        'li', {}, `${one.title} (${one.addresses.join(', ')}) `,
        this.#button('link', () => this.#send('POST', '/device/link', { device: one.id }), one.title),
      ))),
    ];
  }

  #services() {
    const { services } = this.#state;
    if (!services.length) return [make('p', {}, this.#t('noServices'))];
    const declare = (kinds) => () => this.#job('/services/declare', kinds ? { kinds } : {});
    const lines = services.map((one) => make(
      'li', {}, make('strong', {}, one.title), ` ${one.id ? this.#t('declared', one.id) : this.#t('undeclared')} `,
      one.id
        ? this.#button('withdraw', async () => confirm(this.#t('sureWithdraw', one.title))
          && this.#send('DELETE', `/services/${one.kind}`), one.title)
        : this.#button('declare', declare([one.kind]), one.title),
    ));
    const open = services.filter((one) => !one.id).length;
    return [make('ul', {}, ...lines), open > 1 ? make('p', {}, this.#button('declareAll', declare())) : null].filter((part) => part);
  }

  #copies() {
    const { copies } = this.#state;
    if (!copies.length) return make('section', { hidden: true });
    return make(
      'details', {}, make('summary', {}, this.#t('copies')),
      make('ul', {}, ...copies.map((one) => make(
        'li', {}, make('code', {}, one.name), ' ', one.asOf ? this.#t('asOf', this.#when(one.asOf)) : this.#t('missing'),
        one.trouble ? make('span', { className: 'fault' }, ` ${one.trouble}`) : null,
      ))),
    );
  }
}

customElements.define('cloudy-guifi', CloudyGuifi);
