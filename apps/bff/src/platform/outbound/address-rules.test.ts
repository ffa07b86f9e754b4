import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalAddress, mayConnectTo } from './address-rules.ts';

const outside = { allowLoopback: false };
const development = { allowLoopback: true };

describe('the addresses that a stranger’s URL may lead to', () => {
  it.each(['8.8.8.8', '1.1.1.1', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.1', '192.167.1.1', '2606:4700:4700::1111', '2a00:1450:4001:800::200e'])('%s', (address) => {
    expect(mayConnectTo(address, outside)).toBe(true);
  });

  it.each([
    '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.0.1', '169.254.169.254', '168.63.129.16', '172.16.0.1', '172.31.255.255',
    '192.0.0.192', '192.0.2.1', '192.168.0.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255',
    '::', '::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::FFFF:127.0.0.1', '::127.0.0.1', '64:ff9b::a00:1', '64:ff9b:1::a00:1', '100::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0',
    'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:a00:1::', '3fff::1', '5f00::1', '4000::1', 'a00::1',
    '', 'localhost', '127.1', '0x7f000001', '2130706433', '10.0.0.1 ', '010.0.0.1', '[::1]', '8.8.8.8:80',
  ])('not %s', (address) => {
    expect(mayConnectTo(address, outside)).toBe(false);
  });

  it('take in this machine in development, and no other private one', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1'].map((address) => mayConnectTo(address, development))).toEqual([true, true, true]);
    expect(['10.0.0.1', '169.254.169.254', '::ffff:127.0.0.1', '0.0.0.0', '::'].map((address) => mayConnectTo(address, development))).toEqual([false, false, false, false, false]);
  });

  it('are none of a private network’s, in whatever way IPv6 writes them', () => {
    const privateV4 = fc.oneof(
      fc.tuple(fc.constant(10), fc.nat(255), fc.nat(255), fc.nat(255)), fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)), fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
    );
    fc.assert(fc.property(privateV4, ([a, b, c, d]) => {
      const dotted = [a, b, c, d].join('.');
      const [high, low] = [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
      for (const address of [dotted, `::ffff:${dotted}`, `::ffff:${high}:${low}`, `::${dotted}`, `64:ff9b::${dotted}`, `2002:${high}:${low}::1`, `0:0:0:0:0:ffff:${high}:${low}`]) {
        expect(mayConnectTo(address, outside), address).toBe(false);
      }
    }));
  });

  it('are read from a URL as the browser’s parser writes them', () => {
    expect(['http://0x7f.1/', 'http://2130706433/', 'http://017700000001/', 'http://127.1/', 'http://127.0.0.1./'].map(read)).toEqual(Array.from({ length: 5 }, () => '127.0.0.1'));
    expect(read('http://[::ffff:10.0.0.1]/')).toBe('::ffff:a00:1');
    expect(read('http://localhost/')).toBeNull();
  });
});

function read(url: string): string | null {
  return literalAddress(new URL(url));
}
