// Chat servers on loopback that think for 50 ms before each answer: node slow_server.mjs MANIFEST
// SNAPSHOT LATENCY. Prints its port. Answers what the manifest says with what the snapshot holds.
// GET /-/seen tells which paths were asked how often and how many at one time, and forgets it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [manifest, snapshot, latency] = process.argv.slice(2);
const { readings } = JSON.parse(readFileSync(snapshot, 'utf8'));
const contents = new Map(readings.map((each) => [each.document, each.content]));
const answers = new Map();
for (const [, name, path] of readFileSync(manifest, 'utf8').matchAll(/- name: (\S+)\n +read: \{get: (\S+)\}/g)) {
  const content = contents.get(name) ?? {};
  answers.set(path, JSON.stringify(Array.isArray(content) ? content : { policies: [], total_count: 0, ...content }));
}

let asked = {};
let now = 0;
let most = 0;
const server = createServer((request, response) => {
  if (request.url === '/-/seen') {
    response.end(JSON.stringify({ most, asked }));
    [asked, most] = [{}, 0];
    return;
  }
  asked[request.url] = (asked[request.url] ?? 0) + 1;
  most = Math.max(most, ++now);
  const path = request.url.replace(/^\/tenant\d+/, '').replace(/\?.*/, '');
  setTimeout(() => {
    now--;
    response.writeHead(answers.has(path) ? 200 : 404, { 'content-type': 'application/json' });
    response.end(answers.get(path) ?? '{}');
  }, Number(latency));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 4096, () => console.log(server.address().port));
