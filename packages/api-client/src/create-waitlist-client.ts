import type { FullTimes, FullTimesQuery, Hold, WaitlistEntry, WaitlistJoined, WaitlistRequest } from '@mais/contract';

import { type ApiClientOptions, createSend } from './send.ts';

/** The routes of the waitlist, apart from the others: few visitors need them. */
export interface WaitlistClient {
  /** The times of a day that one can wait for. */
  listFullTimes(query: Omit<FullTimesQuery, 'partySize' | 'key'> & { partySize: number }, options?: { signal?: AbortSignal }): Promise<FullTimes>;
  /** Sent twice, it is one entry. */
  join(request: WaitlistRequest): Promise<WaitlistJoined>;
  getEntry(entry: WaitlistAccess): Promise<WaitlistEntry>;
  leave(entry: WaitlistAccess): Promise<void>;
  /** Accepting again gives the same hold again. */
  accept(entry: WaitlistAccess): Promise<Hold>;
  pass(entry: WaitlistAccess): Promise<WaitlistEntry>;
}

export interface WaitlistAccess {
  readonly id: string;
  /** of the link that was sent by e-mail */
  readonly token: string;
}

export function createWaitlistClient(options: ApiClientOptions): WaitlistClient {
  const send = createSend(options);
  return {
    listFullTimes: ({ package: item, day, partySize, timeZone, hold }, read) => send({
      path: `/availability/full?${new URLSearchParams({ package: item, day, partySize: String(partySize), ...(timeZone !== undefined && { timeZone }), ...(hold !== undefined && { hold }) })}`,
      ...read,
    }),
    join: (body) => send({ method: 'POST', path: '/waitlist', body, repeatable: true }),
    getEntry: (entry) => send(about(entry)),
    leave: (entry) => send({ method: 'DELETE', ...about(entry) }),
    accept: (entry) => send({ method: 'POST', ...about(entry, '/accept') }),
    pass: (entry) => send({ method: 'POST', ...about(entry, '/pass') }),
  };
}

function about({ id, token }: WaitlistAccess, rest = '') {
  return { path: `/waitlist/${encodeURIComponent(id)}${rest}`, headers: { authorization: `Bearer ${token}` }, repeatable: true };
}
