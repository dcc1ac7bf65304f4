// SPDX-License-Identifier: Apache-2.0
// A page of a bundle: one custom element, no build step. Names and reasons come from clusters and neighbours: they are put
// there as text, never as markup. `node` is the console's way to the API, set before the element is attached.
import { make, sentence, text, whileSeen } from '/ui/page.js';

const BASE = 'x/cloudy.kubernetes';
const PAUSE_MS = 5000;

const TEXTS = {
  en: {
    clusters: 'Clusters', services: 'Services', workloads: 'What runs', imports: 'From the community', none: 'None yet.',
    nodes: 'Nodes', ready: 'ready', notReady: 'not ready', up: 'connected', connecting: 'connecting', stale: 'does not answer',
    away: 'away', publisher: 'Published by node {0}.', missing: 'Roles missing: {0}.', unseen: 'May not see: {0}.',
    published: 'published', waiting: 'waiting', refused: 'not published', unwished: 'not wished', publish: 'Publish',
    withdraw: 'Do not publish', all: 'Show those that nobody wishes', restarts: '{0} restarts', show: 'Show', name: 'Name',
    type: 'Type', words: 'Words', add: 'Add', remove: 'Remove', looking: 'looking for one',
  },
  ca: {
    clusters: 'Clústers', services: 'Serveis', workloads: 'El que hi corre', imports: 'De la comunitat', none: 'Encara cap.',
    nodes: 'Nodes', ready: 'a punt', notReady: 'no a punt', up: 'connectat', connecting: 'connectant', stale: 'no respon',
    away: 'fora', publisher: 'El publica el node {0}.', missing: 'Falten els rols: {0}.', unseen: 'No pot veure: {0}.',
    published: 'publicat', waiting: 'esperant', refused: 'no publicat', unwished: 'no demanat', publish: 'Publica',
    withdraw: 'No el publiquis', all: 'Mostra els que ningú no demana', restarts: '{0} reinicis', show: 'Mostra', name: 'Nom',
    type: 'Tipus', words: 'Paraules', add: 'Afegeix', remove: 'Treu', looking: 'se’n busca un',
  },
  es: {
    clusters: 'Clústeres', services: 'Servicios', workloads: 'Lo que corre', imports: 'De la comunidad', none: 'Todavía ninguno.',
    nodes: 'Nodos', ready: 'listo', notReady: 'no listo', up: 'conectado', connecting: 'conectando', stale: 'no responde',
    away: 'fuera', publisher: 'Lo publica el nodo {0}.', missing: 'Faltan los roles: {0}.', unseen: 'No puede ver: {0}.',
    published: 'publicado', waiting: 'esperando', refused: 'no publicado', unwished: 'no pedido', publish: 'Publicar',
    withdraw: 'No publicar', all: 'Mostrar los que nadie pide', restarts: '{0} reinicios', show: 'Mostrar', name: 'Nombre',
    type: 'Tipo', words: 'Palabras', add: 'Añadir', remove: 'Quitar', looking: 'se busca uno',
  },
};

class CloudyKubernetes extends HTMLElement {
  node;
  service = '';
  #clusters = [];
  #services = [];
  #imports = [];
  #workloads;
  #all = false;
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
      const [clusters, services, imports] = await Promise.all([
        this.node.get(`${BASE}/clusters`), this.node.get(`${BASE}/services?all=${this.#all}`), this.node.get(`${BASE}/imports`),
      ]);
      this.#clusters = clusters.items;
      this.#services = services.items;
      this.#imports = imports.items;
      this.#fault = '';
    } catch (fault) {
      this.#clusters = [];
      this.#services = [];
      this.#fault = sentence(fault);
    }
    this.#draw();
  }

  async #do(work) {
    try {
      await work();
      await this.#look();
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
    return make('button', { type: 'button', className: key === 'publish' ? '' : 'plain', onclick: act }, this.#t(key));
  }

  #draw() {
    // Who fills something in is not disturbed.
    if (this.contains(document.activeElement) && document.activeElement.closest('form')) return;
    const fault = make('p', { className: 'fault', role: 'alert', hidden: !this.#fault }, this.#fault);
    // Without any cluster there is nothing to list, to ask or to add.
    if (this.#fault && !this.#clusters.length) {
      this.replaceChildren(fault);
      return;
    }
    this.replaceChildren(
      fault,
      this.#list('clusters', this.#clusters.map((cluster) => this.#cluster(cluster))),
      this.#list('services', this.#services.map((service) => this.#service(service)), this.#choice()),
      this.#list('workloads', (this.#workloads ?? []).map((one) => this.#workload(one)), this.#button('show', () => this.#run())),
      this.#list('imports', this.#imports.map((one) => this.#import(one)), this.#may ? this.#addition() : null),
    );
  }

  #list(key, lines, ...more) {
    return make(
      'section', {}, make('h3', {}, this.#t(key)),
      lines.length ? make('ul', {}, ...lines) : make('p', {}, this.#t('none')), ...more,
    );
  }

  #cluster(cluster) {
    const nodes = cluster.nodes.map((one) => make(
      'li', {}, `${one.name} ${one.address} ${this.#t(one.ready ? 'ready' : 'notReady')} ${one.version}`,
    ));
    return make(
      'li', {}, make('strong', {}, cluster.name), ` ${this.#t(cluster.state)}. `,
      `${this.#t('published')}: ${cluster.published}, ${this.#t('waiting')}: ${cluster.waiting}, `,
      `${this.#t('refused')}: ${cluster.refused}. `,
      cluster.publisher ? `${this.#t('publisher', cluster.publisher)} ` : '',
      cluster.missingRoles.length ? `${this.#t('missing', cluster.missingRoles.join(', '))} ` : '',
      cluster.unseen.length ? this.#t('unseen', cluster.unseen.join(', ')) : '',
      cluster.fault ? make('p', { className: 'fault' }, cluster.fault) : null,
      nodes.length ? make('ul', { ariaLabel: this.#t('nodes') }, ...nodes) : null,
    );
  }

  #service(service) {
    const wished = service.state !== 'unwished';
    const path = `${BASE}/clusters/${service.cluster}/services/${service.namespace}/${service.name}`;
    const change = () => this.#do(() => this.node.send('PATCH', path, { publish: !wished }));
    return make(
      'li', {}, make('strong', {}, `${service.namespace}/${service.name}`), ` ${service.cluster} ${this.#t(service.state)} `,
      service.offers.map((offer) => `${offer.type} “${offer.description}” ${offer.address}:${offer.port}`).join(', '),
      service.why ? ` ${service.why} ` : ' ',
      service.kind === 'Service' && this.#may ? this.#button(wished ? 'withdraw' : 'publish', change) : null,
    );
  }

  #choice() {
    const change = (event) => {
      this.#all = event.target.checked;
      event.target.blur();
      void this.#look();
    };
    return make('label', {}, make('input', { type: 'checkbox', checked: this.#all, onchange: change }), ` ${this.#t('all')}`);
  }

  #run() {
    return this.#do(async () => { this.#workloads = (await this.node.get(`${BASE}/workloads`)).items; });
  }

  #workload(one) {
    const memory = one.memoryBytes === undefined ? '' : `, ${Math.round(one.memoryBytes / 1e6)} MB`;
    const cpu = one.cpuMilli === undefined ? '' : `, ${(one.cpuMilli / 1000).toLocaleString(this.node.language)} CPU`;
    return make(
      'li', {}, make('strong', {}, `${one.namespace}/${one.name}`),
      ` ${one.kind} ${one.ready}/${one.pods} ${this.#t('ready')}, ${this.#t('restarts', one.restarts)}${cpu}${memory} `,
      make('code', {}, one.images.join(', ')),
    );
  }

  #import(one) {
    return make(
      'li', {}, make('strong', {}, one.dnsName), ` ${one.type} ${one.words} → ${one.at ?? this.#t('looking')} `,
      this.#may ? this.#button('remove', () => this.#do(() => this.node.send('DELETE', `${BASE}/imports/${one.name}`))) : null,
    );
  }

  #addition() {
    const submit = (event) => {
      event.preventDefault();
      const data = new FormData(event.target);
      document.activeElement.blur();
      const body = { type: data.get('type'), words: data.get('words') };
      void this.#do(() => this.node.send('PUT', `${BASE}/imports/${data.get('name')}`, body));
    };
    const field = (key, required, pattern) => make(
      'label', {}, `${this.#t(key)} `, make('input', { name: key, required, pattern, maxLength: 60 }), ' ',
    );
    return make(
      'form', { onsubmit: submit }, field('name', true, '[a-z0-9]([a-z0-9\\-]{0,61}[a-z0-9])?'),
      field('type', true, '[A-Za-z0-9\\-]{1,15}'), field('words', false, '[^,=\\/]*'),
      make('button', { type: 'submit' }, this.#t('add')),
    );
  }
}

customElements.define('cloudy-kubernetes', CloudyKubernetes);
