import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './api-router.ts';

/** How a front before us proves itself, and how many proxies append to X-Forwarded-For on the way. */
export interface TrustedFront {
  readonly secret: string;
  readonly hops: number;
}

export interface ClientVariables {
  /** Who counts as one client for limits: an IPv4 address, or the /64 network that one household or server has in IPv6. */
  client: string;
}

/**
 * Finds out who a request comes from, into `c.var.client`: the other end of the connection, or what the front says whose
 * secret comes along in `X-Proxy-Secret`. Anyone else's X-Forwarded-For is ignored.
 */
export function clientAddress(front: TrustedFront | null): MiddlewareHandler<ApiEnv<ClientVariables>> {
  const expected = front && digest(front.secret);
  return async (c, next) => {
    const given = expected && c.req.header('x-proxy-secret');
    const isFront = expected && given !== undefined && given !== null && timingSafeEqual(digest(given), expected);
    const forwarded = isFront ? forwardedFor(c.req.header('x-forwarded-for'), front?.hops ?? 1) : null;
    c.set('client', network(forwarded ?? c.env?.incoming?.socket.remoteAddress ?? 'unknown'));
    await next();
  };
}

/** Each proxy appends whom it heard from, so the client is as far from the end as there are proxies. */
function forwardedFor(header: string | undefined, hops: number): string | null {
  const list = (header ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
  return list.at(-hops) ?? list[0] ?? null;
}

/** An address as its owner has it: IPv4 whole, IPv6 as its first 64 bits. */
export function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const parts = tail === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return `${parts.slice(0, 4).map((part) => Number.parseInt(part, 16).toString(16)).join(':')}::/64`;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
