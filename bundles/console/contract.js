// Makes types of the contract, that is of every bundle's OSGI-INF/openapi*.yaml: what the page asks for and reads is held
// against them by tsc, so a path or a field that no bundle has fails the build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';

const ROOT = '/api/v1/';
const VERBS = ['get', 'post', 'put', 'patch', 'delete'];

function parts() {
  return readdirSync('..', { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .flatMap((one) => {
      const folder = `../${one.name}/src/main/resources/OSGI-INF`;
      let files = [];
      try {
        files = readdirSync(folder, { recursive: true });
      } catch {
        // A bundle without a part.
      }
      return files.filter((file) => /^openapi.*\.yaml$/.test(file)).map((file) => load(readFileSync(`${folder}/${file}`, 'utf8')));
    });
}

/** Every operation of the rooms of the house; what a service adds below x/ is its own page's business. */
export function operations() {
  return parts().flatMap((part) =>
    Object.entries(part.paths ?? {}).flatMap(([path, methods]) =>
      VERBS.filter((verb) => methods[verb] && path.startsWith(ROOT) && !path.startsWith(`${ROOT}x/`)).map((verb) => ({
        verb: verb.toUpperCase(),
        path: path.slice(ROOT.length),
        ...methods[verb],
      })),
    ),
  );
}

function property(name) {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

function type(schema) {
  if (!schema) return 'unknown';
  if (schema.$ref) return schema.$ref.replace(/^.*\//, '');
  const plain = bare(schema);
  return schema.nullable ? `(${plain} | null)` : plain;
}

function bare(schema) {
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return `(${type(schema.items)})[]`;
    case 'object':
      return object(schema);
    default:
      return 'unknown';
  }
}

function object(schema) {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) {
    return `Record<string, ${schema.additionalProperties === true ? 'unknown' : type(schema.additionalProperties)}>`;
  }
  return `{ ${fields.map(([name, field]) => `${property(name)}${schema.required?.includes(name) ? '' : '?'}: ${type(field)};`).join(' ')} }`;
}

function query(operation, parameters) {
  const known = (operation.parameters ?? []).map((one) => (one.$ref ? parameters[one.$ref.replace(/^.*\//, '')] : one));
  const fields = known.filter((one) => one.in === 'query').map((one) => `${property(one.name)}?: ${type(one.schema)};`);
  return fields.length > 0 ? `{ ${fields.join(' ')} }` : 'Record<string, never>';
}

function reply(operation, responses) {
  const types = ['200', '201', '202']
    .map((status) => operation.responses[status])
    .map((one) => (one?.$ref ? responses[one.$ref.replace(/^.*\//, '')] : one))
    .filter((one) => one?.content)
    .map((one) => (one.content['application/json'] ? type(one.content['application/json'].schema) : 'string'));
  return [...new Set(types)].join(' | ') || 'unknown';
}

function declare() {
  const components = { schemas: {}, parameters: {}, responses: {} };
  for (const part of parts()) for (const kind of Object.keys(components)) Object.assign(components[kind], part.components?.[kind]);
  const schemas = Object.entries(components.schemas).map(([name, schema]) => `  type ${name} = ${type(schema)};`);
  const lines = operations().map((one) => {
    const body = one.requestBody ? type(one.requestBody.content['application/json'].schema) : 'undefined';
    return `    '${one.verb} ${one.path}': { query: ${query(one, components.parameters)}; body: ${body}; reply: ${reply(one, components.responses)} };`;
  });
  return `// Made by contract.js.\ndeclare namespace Contract {\n${schemas.join('\n')}\n  interface Operations {\n${lines.join('\n')}\n  }\n}\n`;
}

if (process.argv[2] === 'types') {
  mkdirSync('target', { recursive: true });
  writeFileSync('target/contract.d.ts', declare());
}
