// Requests to addresses that somebody else has chosen, such as a tenant's webhook endpoint.
//
// 1. A name is resolved once, by us. All of its addresses must be allowed, and the socket goes to one of them: there is no second
//    look-up that could answer otherwise (DNS rebinding).
// 2. A host that is an address itself is never resolved, so it is checked before.
// 3. Redirects are answers like any other: nothing is followed.
// 4. The whole of it, look-up and answer included, has one time limit. Of the answer's body a little is read, so that the other
//    side sees its answer taken, and none of it is kept: what a private service says must not come out here.
import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { literalAddress, mayConnectTo, type AddressRules } from './address-rules.ts';

/** Finds the addresses of a name. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface OutboundRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutboundContext {
  readonly rules: AddressRules;
  readonly resolveHost: ResolveHost;
  readonly timeoutMs: number;
}

/** Why there was no answer. */
export type OutboundFailure = 'address_refused' | 'name_not_found' | 'connection_refused' | 'tls_failed' | 'timed_out' | 'connection_lost';

export type OutboundOutcome = { readonly status: number } | { readonly failure: OutboundFailure };

const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;

/** Asks the operating system, as every other program does. */
export const resolveBySystem: ResolveHost = (hostname) => new Promise((resolve, reject) => {
  lookUp(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
});

/** Posts a body. Never throws: whatever goes wrong is an outcome. */
export function postOutbound(context: OutboundContext, { url, headers, body }: OutboundRequest): Promise<OutboundOutcome> {
  const literal = literalAddress(url);
  if (literal !== null && !mayConnectTo(literal, context.rules)) return Promise.resolve({ failure: 'address_refused' });
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(context.timeoutMs);
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: checkedLookup(context),
      // A connection of its own each time: a kept one would go on to an address that was checked long ago.
      agent: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      signal,
    });
    const fail = (error: Error): void => resolve({ failure: signal.aborted ? 'timed_out' : failureOf(error) });
    request.on('error', fail);
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      let read = 0;
      const done = (): void => {
        resolve({ status });
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > MAX_ANSWER_BYTES) done();
      });
      response.on('end', done);
      // The status is an answer already, but one whose body never ends has hung: it may not have been taken.
      response.on('error', fail);
      response.on('close', () => fail(new Error('closed')));
    });
    request.end(body);
  });
}

class AddressRefusedError extends Error {}

/** Resolves for `net.connect`, which takes what it is given here and asks nobody else. */
function checkedLookup(context: OutboundContext): LookupFunction {
  return (hostname, options, callback) => {
    callbackify(resolveChecked)(context, hostname, (error, addresses) => {
      const first = addresses?.[0];
      if (error || !first) callback(error, []);
      else if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

async function resolveChecked({ rules, resolveHost }: OutboundContext, hostname: string): Promise<readonly LookupAddress[]> {
  const addresses = await resolveHost(hostname);
  if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
  // One that is refused spoils the rest: a name with a public and a private address has no honest use.
  if (!addresses.every(({ address }) => mayConnectTo(address, rules))) throw new AddressRefusedError('a private address');
  return addresses;
}

function failureOf(error: NodeJS.ErrnoException & { errors?: readonly unknown[] }): OutboundFailure {
  if (error instanceof AddressRefusedError) return 'address_refused';
  const code = error.code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'name_not_found';
  if (code === 'ECONNREFUSED') return 'connection_refused';
  if (code === 'ETIMEDOUT') return 'timed_out';
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code) ? 'tls_failed' : 'connection_lost';
}
