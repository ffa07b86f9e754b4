import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { ApiEnv } from './api-router.ts';
import { clientAddress, network, type ClientVariables, type TrustedFront } from './client-address.ts';

const secret = 'a-secret-of-the-front';

async function clientOf(front: TrustedFront | null, headers: Record<string, string>): Promise<string> {
  const app = new Hono<ApiEnv<ClientVariables>>().use('*', clientAddress(front)).get('/', (c) => c.text(c.get('client')));
  const incoming = { socket: { remoteAddress: '::ffff:10.0.0.7' } };
  return (await app.request('/', { headers }, { incoming } as never)).text();
}

describe('the address of a client', () => {
  it.each([
    ['nobody is trusted', null, { 'x-forwarded-for': '203.0.113.9', 'x-proxy-secret': secret }, '10.0.0.7'],
    ['the front does not prove itself', { secret, hops: 1 }, { 'x-forwarded-for': '203.0.113.9' }, '10.0.0.7'],
    ['the secret is wrong', { secret, hops: 1 }, { 'x-forwarded-for': '203.0.113.9', 'x-proxy-secret': 'another-secret-here' }, '10.0.0.7'],
    ['the front says nothing', { secret, hops: 1 }, { 'x-proxy-secret': secret }, '10.0.0.7'],
    ['the front says who', { secret, hops: 1 }, { 'x-forwarded-for': '203.0.113.9', 'x-proxy-secret': secret }, '203.0.113.9'],
    ['the client adds a name of its own', { secret, hops: 1 }, { 'x-forwarded-for': '1.1.1.1, 203.0.113.9', 'x-proxy-secret': secret }, '203.0.113.9'],
    ['two proxies append', { secret, hops: 2 }, { 'x-forwarded-for': '1.1.1.1, 203.0.113.9, 198.51.100.2', 'x-proxy-secret': secret }, '203.0.113.9'],
    ['fewer proxies append than expected', { secret, hops: 3 }, { 'x-forwarded-for': '203.0.113.9', 'x-proxy-secret': secret }, '203.0.113.9'],
  ])('is right where %s', async (_, front, headers, expected) => {
    expect(await clientOf(front, headers)).toBe(expected);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::99', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s belongs to %s', (address, expected) => {
    expect(network(address)).toBe(expected);
  });
});
