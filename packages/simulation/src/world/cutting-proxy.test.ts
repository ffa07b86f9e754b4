import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Blow, type CuttingProxy, startCuttingProxy, watchCommits, watchStripeCalls } from './cutting-proxy.ts';

/** A message of PostgreSQL's protocol; the first one of a connection has no type. */
function message(type: string, text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

test('finds a COMMIT however it is cut into pieces, and nothing that only has the word in it', () => {
  const watch = watchCommits();
  expect(watch(message('', 'user\0mais'))).toBe(false);
  expect(watch(message('Q', `select 'commit'`))).toBe(false);
  expect(watch(message('Q', 'COMMIT'))).toBe(true);
  const commit = Buffer.concat([message('Q', 'select 1'), message('P', '\0commit')]);
  expect(watch(commit.subarray(0, commit.length - 3))).toBe(false);
  expect(watch(commit.subarray(commit.length - 3))).toBe(true);
});

test('finds calls of Stripe that change something', () => {
  const watch = watchStripeCalls();
  expect(watch(Buffer.from('POST /v1/refunds HTTP/1.1\r\n'))).toBe(true);
  expect(watch(Buffer.from('GET /v1/refunds HTTP/1.1\r\n'))).toBe(false);
});

let server: Server;
let received: string[];
let proxy: CuttingProxy | null = null;

beforeEach(async () => {
  received = [];
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received.push(chunk.toString());
      socket.write('done');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  await proxy?.close();
  server.close();
});

/** What comes back for one word; empty where the connection was cut. */
async function say(word: string, blow: Omit<Blow, 'strike'> | null, strikes: string[] = []): Promise<string> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  proxy = await startCuttingProxy(port, () => () => true, () => blow && { ...blow, strike: () => strikes.push(blow.when) });
  const socket = connect(proxy.port, '127.0.0.1');
  socket.write(word);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
    socket.end();
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return answer;
}

test('passes on what nothing is planned for', async () => {
  expect(await say('hello', null)).toBe('done');
});

test('cuts before: the word never arrives', async () => {
  const strikes: string[] = [];
  expect(await say('hello', { when: 'before' }, strikes)).toBe('');
  expect([received, strikes]).toEqual([[], ['before']]);
});

test('cuts after: the word arrives, and its answer doesn’t', async () => {
  const strikes: string[] = [];
  expect(await say('hello', { when: 'after' }, strikes)).toBe('');
  expect([received, strikes]).toEqual([['hello'], ['after']]);
});
