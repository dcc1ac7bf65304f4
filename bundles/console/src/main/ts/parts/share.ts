// SPDX-License-Identifier: Apache-2.0
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { at, filled, get, part, Refused, send, type BodyOf } from '../api';
import { Part } from '../element';
import { router } from '../router';
import { t, typeName } from '../texts';
import type { FormOf } from '../types';
import './schema-form';
import type { Values } from './schema-form';
import { say } from './toasts';

/** What people share most. */
const KNOWN = ['http', 'https', 'etherpad', 'webdav', 'proxy3', 'ssh', 'tahoe-lafs'];

/** Announces something that already runs: type, description, port, and how to tell whether it works. */
@customElement('cloudy-share')
export class Share extends Part {
  /** Whether it goes on to the page of what is shared. */
  @property({ type: Boolean }) leads = false;

  override render(): TemplateResult {
    const schema: FormOf<BodyOf<'POST', 'services'>> = {
      type: 'object',
      required: ['type', 'description', 'port'],
      properties: {
        type: { type: 'string', title: t('share.type'), description: t('share.type.help'), pattern: '^[A-Za-z0-9-]{1,15}$', 'x-sentence': t('share.type.wrong'), 'x-known': KNOWN.map((type) => [type, typeName(type)] as const) },
        description: { type: 'string', title: t('share.description'), description: t('share.description.help') },
        port: { type: 'integer', title: t('share.port'), description: t('share.port.help') },
        check: { type: 'string', title: t('share.check'), description: t('share.check.help') },
        audience: {
          type: 'string',
          title: t('share.audience'),
          enum: ['community', 'lan'],
          'x-titles': [t('audience.community'), t('audience.lan')],
          default: 'community',
        },
      },
    };
    return html`<cloudy-form .schema=${schema} .action=${t('share.do')} .save=${this.#save}></cloudy-form>`;
  }

  #save = async (values: Values): Promise<void> => {
    const service = await send('POST', at('services'), filled(values));
    await there(service.id);
    say(t('share.done'));
    this.dispatchEvent(new Event('shared'));
    if (this.leads) router.go(`services/${part(service.id)}`);
  };
}

/** Until the node has what it has just been told of: it reads the settings that sharing wrote. */
async function there(id: string): Promise<void> {
  for (const end = Date.now() + 5000; Date.now() < end; ) {
    try {
      await get(at('services/{id}', { id }));
      return;
    } catch (fault) {
      if (!(fault instanceof Refused && fault.status === 404)) return;
    }
    await new Promise((wake) => setTimeout(wake, 200));
  }
}
