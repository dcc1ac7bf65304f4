// SPDX-License-Identifier: Apache-2.0
// Says with what /ui/page.js has for pages what came of using it.
import * as shared from '/ui/page.js';

const { copyable, make, sentence, text, whileSeen } = shared;
const show = (...words) => document.body.append(make('samp', {}, `${words.join(' ')};`));

show('exports', ...Object.keys(shared));
const markup = '<img src=x onerror=alert(1)>';
const button = make('button', { type: 'button', onclick: () => show('clicked') }, markup, null, make('b', {}, 'in it'));
document.body.append(button);
button.click();

const texts = { en: { one: 'One of {0} {1}', two: 'Two' }, ca: { one: 'Un de {0}' } };
show(text(texts, 'ca', 'one', 7), text(texts, 'ca', 'two'), text(texts, 'fr', 'one', 7, 8), text(texts, 'en', 'constructor'));
show(text({ ca: { one: 'Sol' } }, 'en', 'one'));
show(sentence(new Error('No disk.')), sentence('No net.'));

const line = copyable(markup, 'Copy', 'Copied');
document.body.append(line);
show(line.querySelector('button').ariaLabel === `Copy: ${markup}`);

let looks = 0;
let wanted;
const watching = whileSeen((still) => {
  wanted = still;
  looks += 1;
  if (looks === 1) throw new Error('The first look fails.');
  if (looks < 3) return;
  show('wanted', wanted());
  watching.end();
  show('wanted', wanted());
}, 10);
addEventListener('error', (event) => show('reported', event.message));
watching.begin();
setTimeout(() => show('looks', looks), 1000);

let looked = 0;
const patient = whileSeen(() => {
  looked += 1;
  if (looked === 1) setTimeout(() => document.dispatchEvent(new Event('cloudy-service')));
  else {
    patient.end();
    show('told of a change');
  }
}, 3_600_000);
patient.begin();
