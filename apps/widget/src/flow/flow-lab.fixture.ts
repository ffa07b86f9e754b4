import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiClient } from '@mais/api-client';
import type { Booking, FirstView, Hold, Question } from '@mais/contract';
import type { HostContext } from '@mais/embed-protocol';

import type { Services } from '../app/services.ts';
import { createAvailabilityStore } from '../features/availability/availability-store.ts';
import { createQuoteStore } from '../features/quotes/quote-store.ts';
import { attributesOfAddress, mergeAttributes } from '../host/host-attributes.ts';
import { openSessionMemory } from '../storage/session-memory.ts';
import { reduce } from './reduce.ts';
import { firstFlow } from './restore.ts';
import { createStore } from './store.ts';

export interface SeenRequest {
  /** such as `POST /holds` */
  readonly route: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer of the server: a status and a body, or `cut` for a connection that breaks after the request was read. */
export type Answer = readonly [status: number, body: unknown] | 'cut';

/** A real HTTP server that answers by a script, and real services that talk to it; only the host page is a recorder. */
export class FlowLab {
  readonly seen: SeenRequest[] = [];
  readonly heard: { type: string; detail: unknown }[] = [];
  readonly #answers = new Map<string, Answer[]>();
  readonly #storage = new Map<string, string>();
  #server: Server | undefined;
  #baseUrl = '';

  async open(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const path = (request.url ?? '').replace('/api/v1', '').replace(/\?.*/u, '');
      const route = `${request.method} ${path}`;
      const text = Buffer.concat(chunks).toString();
      this.seen.push({ route, headers: request.headers, body: text === '' ? {} : JSON.parse(text) });
      const script = this.#answers.get(route) ?? [[404, { code: 'not_found', title: '', detail: '' }]];
      const answer = (script.length > 1 ? script.shift() : script[0]) ?? 'cut';
      if (answer === 'cut') return request.socket.destroy();
      response.writeHead(answer[0], { 'content-type': 'application/json' }).end(answer[0] === 204 ? '' : JSON.stringify(answer[1]));
    });
    await new Promise<void>((resolve) => {
      this.#server?.listen(0, '127.0.0.1', resolve);
    });
    this.#baseUrl = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  /** Answers a route with these, one after the other; the last one stays. */
  on(route: string, ...answers: Answer[]): void {
    this.#answers.set(route, answers);
  }

  requests(route: string): SeenRequest[] {
    return this.seen.filter((one) => one.route === route);
  }

  events(type: string): unknown[] {
    return this.heard.filter((one) => one.type === type).map((one) => one.detail);
  }

  /** What a page load begins with; the tab's storage outlives it. */
  load(context: HostContext | null = null): Services {
    const api = createApiClient({ baseUrl: this.#baseUrl, key: 'pk_test_x', retry: { attempts: 3, baseDelayMs: 1 } });
    return {
      api,
      firstView,
      flow: createStore(reduce, firstFlow(firstView)),
      availability: createAvailabilityStore({ api, seed: null, today: () => '2026-11-20', nowMs: () => 0, ownHold: () => null }),
      quotes: createQuoteStore(api),
      host: { context: Promise.resolve(context), send: (type, detail) => this.heard.push({ type, detail }), close: () => {} },
      attributes: createStore(mergeAttributes, attributesOfAddress('')),
      memory: openSessionMemory(() => this.#fakeStorage(), 'x'),
      nowMs: () => 0,
    };
  }

  #fakeStorage(): Storage {
    const values = this.#storage;
    return {
      length: values.size,
      clear: () => values.clear(),
      getItem: (key) => values.get(key) ?? null,
      key: () => null,
      removeItem: (key) => values.delete(key),
      setItem: (key, value) => values.set(key, value),
    };
  }
}

const startsAt = '2027-01-09T04:30:00.000Z';
const endsAt = '2027-01-09T06:30:00.000Z';

export const hold: Hold = {
  id: 'hold-1', token: 'hold-token', package: 'sunset-paddle', startsAt, endsAt, partySize: 2, expiresAt: endsAt, expiresInSeconds: 600,
};

export function aBooking(changed: Partial<Booking> = {}): Booking {
  return {
    id: 'booking-1', reference: 'HK-1', status: 'pending_payment', paymentStatus: 'none', package: { slug: 'sunset-paddle', name: 'Sunset paddle' },
    startsAt, endsAt, timeZone: 'Pacific/Auckland', partySize: 2, customer: { name: 'Ana', email: 'ana@example.com' }, answers: [], currency: 'NZD',
    lineItems: [], subtotalMinor: 17800, taxMinor: 0, totalMinor: 17800, dueNowMinor: 17800, discountMinor: 0, balanceMinor: 0, balanceDueAt: null, paidMinor: 0, refundedMinor: 0, owedMinor: 17800, expiresAt: endsAt,
    expiresInSeconds: 600, createdAt: startsAt, confirmedAt: null, manageToken: 'manage-token', calendarToken: 'calendar-token', ...changed,
  };
}

export function aProblem(status: number, code: string, errors: { pointer: string; detail: string }[] = []): Answer {
  return [status, { type: `urn:mais:problem:${code}`, title: code, status, code, detail: '', requestId: 'r', errors }];
}

const source: Question = {
  slug: 'source', about: 'customer', kind: 'text', label: 'How did you hear of us?', help: '', required: false, options: [], maxLength: 200,
  minimum: null, maximum: null, wholeNumber: true,
};

const firstView: FirstView = {
  mode: 'embed',
  key: 'pk_test_x',
  hostOrigin: 'https://kayaks.example',
  config: {
    tenant: { slug: 'harborkayaks', name: 'Harbor Kayaks', timeZone: 'Pacific/Auckland', currency: 'NZD', country: 'NZ', locale: 'en-NZ' },
    livemode: false,
    branding: { logoUrl: null, faviconUrl: null, primary: '#0b6e8a', secondary: null, accent: '#e07a3f', font: 'system', radius: 'medium', scheme: 'auto' },
    stripe: null,
  },
  packages: [{
    id: 'p', slug: 'sunset-paddle', name: 'Sunset paddle', summary: '', description: '', category: null, imageUrl: null, kind: 'session',
    durationMinutes: 120, priceMinor: 8900, priceBasis: 'person', currency: 'NZD', minPartySize: 2, maxPartySize: 6, asksPostalCode: false, takesPromoCode: false, takesWaitlist: true, cancellationPolicy: { tiers: [], rescheduleHours: null }, addOns: [], questions: [source],
  }],
  selectedPackage: null,
  availability: null,
  serverNow: '2026-11-20T00:00:00.000Z',
};
