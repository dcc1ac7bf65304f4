// SPDX-License-Identifier: Apache-2.0
// An address that the browser does not let be copied.
import { begin, say, there } from '/console.js';

Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('Write permission denied.')) } });
await begin('search');
(await there(() => document.querySelector('.entries summary'))).click();
(await there(() => document.querySelector('.entries dd button'))).click();
await there(() => document.querySelector('.toasts p'));
await new Promise((done) => setTimeout(done, 100));
say('toasts', ...[...document.querySelectorAll('.toasts p')].map((one) => one.textContent.replace('×', '').trim()));
