// SPDX-License-Identifier: Apache-2.0
// From one service's page to another's and back, and from one job to another while the first is still asked for.
import { answers, begin, go, say, there } from '/console.js';

const service = (id) => ({
  id, title: id, run: 'up', since: '2026-11-22T10:00:00Z', reason: '', enabled: true, publish: false, audience: 'lan', shared: false, offers: [],
});
for (const id of ['a', 'b']) {
  answers[`services/${id}`] = () => service(id);
  customElements.define(`page-${id}`, class extends HTMLElement {
    connectedCallback() { this.textContent = `page of ${this.service}`; }
  });
}
answers.pages = () => ({ items: ['a', 'b'].map((id) => ({ service: id, title: id, module: '/ui/page.js', element: `page-${id}` })) });
const shown = () => [...document.querySelectorAll('[data-element]')].map((one) => one.textContent).join();
await begin('services/a');
await there(() => shown() === 'page of a');
go('services/b');
await there(() => shown() === 'page of b');
go('services/a');
await there(() => shown() === 'page of a');
say('both pages');

let refuse;
answers['jobs/1'] = () => new Promise((done) => { refuse = () => done({ status: 404, detail: 'There is no such job.' }); });
answers['jobs/2'] = () => ({ id: '2', title: 'The second', state: 'running', percent: 1, step: 'It goes', reason: '', created: '2026-11-22T10:00:00Z', by: 'anna' });
const job = document.createElement('cloudy-job');
job.job = '1';
document.body.append(job);
await there(() => refuse);
job.job = '2';
await job.updateComplete;
refuse();
await there(() => job.textContent.includes('It goes'));
say('second job', job.textContent.includes('no such job'));
