// Chat servers on loopback that think before each answer: node slow_server.mjs MANIFEST SNAPSHOT
// LATENCY COUNT. Each has an address of its own, 127.0.1.1 and so on; prints the port of all. They
// answer what the manifest says with what the snapshot holds. GET /-/seen tells what was asked how
// often and how many at one time, and forgets it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [manifest, snapshot, latency, count] = process.argv.slice(2);
const { readings } = JSON.parse(readFileSync(snapshot, 'utf8'));
const contents = new Map(readings.map((each) => [each.document, each.content]));
const answers = new Map();
const entries = readFileSync(manifest, 'utf8').matchAll(/- name: (\S+)\n +read: \{get: (\S+)\}\n(?: +items: \/(\S+)\n)?/g);
for (const [, name, path, items] of entries) {
  const content = contents.get(name) ?? (items ? [] : {});
  answers.set(path, JSON.stringify(items ? { [items]: content, total_count: content.length } : content));
}

let asked = {};
let now = 0;
let most = 0;
const answer = (request, response) => {
  if (request.url === '/-/seen') {
    response.end(JSON.stringify({ most, asked }));
    [asked, most] = [{}, 0];
    return;
  }
  const address = request.headers.host + request.url;
  asked[address] = (asked[address] ?? 0) + 1;
  most = Math.max(most, ++now);
  const path = request.url.replace(/\?.*/, '');
  setTimeout(() => {
    now--;
    response.writeHead(answers.has(path) ? 200 : 404, { 'content-type': 'application/json' });
    response.end(answers.get(path) ?? '{}');
  }, Number(latency));
};

const listen = (number, port) => new Promise((done) => {
  const server = createServer(answer);
  server.keepAliveTimeout = 60_000;
  server.listen(port, `127.0.1.${number}`, 512, () => done(server.address().port));
});
const port = await listen(1, 0);
for (let number = 2; number <= Number(count); number++) await listen(number, port);
console.log(port);
