// Every key is in the three languages, with the same {places}, and used; tsc sees to the keys in the code.
import { readdirSync, readFileSync } from 'node:fs';
import { operations } from './contract.js';

const folder = 'src/main/ts/i18n';
const texts = Object.fromEntries(
  ['ca', 'es', 'en'].map((language) => [language, JSON.parse(readFileSync(`${folder}/${language}.json`, 'utf8'))]),
);
const code = readdirSync('src/main/ts', { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`src/main/ts/${name}`, 'utf8'))
  .join('\n');
const places = (text) => (text.match(/\{[a-z]+\}/g) ?? []).sort().join();
const faults = [];
for (const key of new Set(Object.values(texts).flatMap(Object.keys))) {
  for (const [language, known] of Object.entries(texts)) {
    if (!known[key]) faults.push(`${language}.json has no ${key}`);
    else if (places(known[key]) !== places(texts.en[key] ?? '')) faults.push(`${language}.json: ${key} has other places`);
  }
  // A key is spelled whole in the code, or is one of a family: word('run', …), counted('search.found', …), t(`theme.${…}`).
  const family = key.slice(0, key.lastIndexOf('.'));
  if (!code.includes(`'${key}'`) && !code.includes(`('${family}',`) && !code.includes(`'${family}'`) && !code.includes(`('${key.split('.')[0]}',`) && !code.includes(`\`${family}.$`)) faults.push(`${key} is used nowhere`);
}
// What a change is called in the audit log: every one that our rooms know has plain words.
const changes = operations().filter((one) => one.verb !== 'GET' && one['x-cloudy-audit'] !== false);
for (const { operationId } of changes) if (!texts.en[`did.${operationId}`]) faults.push(`the languages have no did.${operationId}`);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
