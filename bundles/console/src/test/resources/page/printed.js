// SPDX-License-Identifier: Apache-2.0
// A long list, before, while and after it is printed.
import { begin, say, there } from '/console.js';

const drawn = () => document.querySelectorAll('.entries .item').length;
await begin('search');
// All were read, and those out of sight were found to be so.
await there(() => document.querySelectorAll('cloudy-entries').length === 15 && drawn() > 0 && drawn() < 200);
say('before');
dispatchEvent(new Event('beforeprint'));
// The browser takes what is there once all that was promised at that moment is done.
for (let i = 0; i < 100; i++) await undefined;
say('printed', drawn(), document.querySelectorAll('.entries .item .name').length);
dispatchEvent(new Event('afterprint'));
await there(() => drawn() < 200);
say('after', drawn() > 0);
