import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Ranges of IPv4 that are no place on the public internet.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const specialV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.31.196.0', 24], ['192.52.193.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['192.175.48.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24],
  ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
  // Azure's wire server: a public address that only machines inside Azure reach, and that tells them secrets.
  ['168.63.129.16', 32],
];

/**
 * Of IPv6 only global unicast is public, and of that not what carries another address inside (6to4, Teredo) or is special.
 * All the rest lies outside: loopback, link-local, unique local, mapped IPv4, NAT64, multicast.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const globalV6: readonly [string, number] = ['2000::', 3];
const specialV6: readonly (readonly [string, number])[] = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['2620:4f:8000::', 48], ['3fff::', 20]];

const refusedV4 = blockListOf(specialV4, 'ipv4');
const allowedV6 = blockListOf([globalV6], 'ipv6');
const refusedV6 = blockListOf(specialV6, 'ipv6');
const loopback = blockListOf([['127.0.0.0', 8]], 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Which addresses a request that somebody else chose the target of may go to. */
export interface AddressRules {
  /** This machine itself, for development and tests. */
  readonly allowLoopback: boolean;
}

/** Whether we may connect to an address; anything that isn't written as one is refused. */
export function mayConnectTo(address: string, rules: AddressRules): boolean {
  if (isIPv4(address)) return (rules.allowLoopback && loopback.check(address, 'ipv4')) || !refusedV4.check(address, 'ipv4');
  // A zone (fe80::1%eth0) only makes sense inside a network.
  if (!isIPv6(address) || address.includes('%')) return false;
  // Ahead of the rules for IPv6: BlockList would look a mapped address up among those of IPv4.
  if (/^::ffff:/i.test(address)) return false;
  if (rules.allowLoopback && loopback.check(address, 'ipv6')) return true;
  return allowedV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6');
}

/** The address that a URL's host is, when it is one and not a name. */
export function literalAddress(url: URL): string | null {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  return isIPv4(host) || isIPv6(host) ? host : null;
}

function blockListOf(ranges: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, family);
  return list;
}
