import { expect, test } from 'vitest';

import { createWaitlistClient } from './create-waitlist-client.ts';

test('names the entry in the address and carries its token in the header', async () => {
  const seen: [string | undefined, string, Headers][] = [];
  const client = createWaitlistClient({
    baseUrl: 'https://book.example.com', key: null, slug: 'bellaweddings',
    fetch: async (url, init) => {
      seen.push([init?.method, String(url), new Headers(init?.headers)]);
      return new Response('{}', { headers: { 'content-type': 'application/json' } });
    },
  });
  const entry = { id: 'e/1', token: 'a.b' };
  await client.listFullTimes({ package: 'elopement', day: '2027-06-12', partySize: 2 });
  await client.join({ package: 'elopement', day: '2027-06-12', partySize: 1, customer: { name: 'Wai', email: 'wai@example.com' }, consent: true });
  await client.getEntry(entry);
  await client.leave(entry);
  await client.accept(entry);
  await client.pass(entry);
  const base = 'https://book.example.com/api/v1/waitlist';
  expect(seen.map(([method, url]) => `${method} ${url}`)).toEqual(['GET https://book.example.com/api/v1/availability/full?package=elopement&day=2027-06-12&partySize=2', `POST ${base}`, `GET ${base}/e%2F1`, `DELETE ${base}/e%2F1`, `POST ${base}/e%2F1/accept`, `POST ${base}/e%2F1/pass`]);
  expect(seen.map(([, , headers]) => headers.get('authorization'))).toEqual([null, null, ...Array.from({ length: 4 }, () => 'Bearer a.b')]);
  expect(seen.every(([, , headers]) => headers.get('x-tenant-slug') === 'bellaweddings')).toBe(true);
});
