// The same checks and the same data in cel-js: node judge_opponent.mjs DATA.json CHECKS
import { readFileSync } from 'node:fs';
import { parse } from '@marcbachmann/cel-js';

const [file, count] = [process.argv[2], Number(process.argv[3])];
const rules = [];
for (let i = 0; i < count; i++) {
  const setting = `d.section${i % 12}.key${i}`;
  const rule = [`${setting} == true`, `${setting} <= 30`, `${setting} in ["host", "none", "off"]`][i % 3];
  rules.push(parse(rule));
}
const whole = (key, value) => (typeof value === 'number' ? BigInt(value) : value); // CEL's int
const documents = JSON.parse(readFileSync(file, 'utf8'), whole).map((d) => ({ d }));
let passed = 0;
let best = Infinity;
for (let round = 0; round < 5; round++) {
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
