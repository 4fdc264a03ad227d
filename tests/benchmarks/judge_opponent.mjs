// The same checks and the same data in an evaluator for JavaScript:
// node judge_opponent.mjs DATA.json CHECKS PACKAGE -> one line of JSON. Packages are looked for in
// the current folder.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, count, name] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const require = createRequire(join(process.cwd(), 'here.js'));
const library = await import(pathToFileURL(require.resolve(name)).href);

// Each package in its quickest documented way: compiled once, evaluated often. Numbers stay plain;
// as CEL's int (a BigInt) they would take both packages of CEL about twice as long.
const cel = (setting) => [`${setting} == true`, `${setting} <= 30`, `${setting} in ["host", "none", "off"]`];
const logic = (setting) => [
  { '===': [{ var: setting }, true] },
  { '<=': [{ var: setting }, 30] },
  { in: [{ var: setting }, ['host', 'none', 'off']] },
];
const ways = {
  '@marcbachmann/cel-js': { rules: cel, compile: (rule) => library.parse(rule) },
  'cel-js': {
    rules: cel,
    compile: (rule) => {
      const { cst } = library.parse(rule);
      return (context) => library.evaluate(cst, context);
    },
  },
  'json-logic-engine': {
    rules: logic,
    compile: (() => {
      let engine;
      return (rule) => (engine ??= new library.LogicEngine()).build(rule);
    })(),
  },
};

const way = ways[name];
const rules = [];
for (let i = 0; i < count; i++) {
  rules.push(way.compile(way.rules(`d.section${i % 12}.key${i}`)[i % 3]));
}
const documents = JSON.parse(readFileSync(file, 'utf8')).map((d) => ({ d }));
let passed = 0;
let best = Infinity;
for (let round = 0; round < 10; round++) { // the first ones warm up
  passed = 0;
  const begin = process.hrtime.bigint();
  for (const document of documents) {
    for (const rule of rules) {
      if (rule(document)) passed++;
    }
  }
  best = Math.min(best, Number(process.hrtime.bigint() - begin) / 1e9);
}
console.log(JSON.stringify({
  evaluated: rules.length * documents.length, passed, seconds: best,
  kilobytes: process.resourceUsage().maxRSS,
}));
