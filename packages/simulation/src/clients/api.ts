import { setTimeout as sleep } from 'node:timers/promises';

import type { History } from '../history.ts';
import type { Random } from '../random.ts';
import type { TenantSlug } from '../world/template.ts';
import type { VirtualClock } from '../world/virtual-clock.ts';

/** What clients know of the world. */
export interface ClientWorld {
  /** The replicas of the BFF: whoever gets no answer from one asks another. */
  readonly bffs: readonly string[];
  readonly emulator: string;
  readonly clock: VirtualClock;
  readonly history: History;
  readonly secretKeys: Readonly<Record<TenantSlug, string>>;
  /** Where e-mails arrive. */
  readonly mailFolder: string;
}

export interface Answer {
  /** Null where there was none. */
  readonly status: number | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Call {
  /** For the history. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A machine that is busy takes long to start what was killed. */
export const PATIENCE_MS = 60_000;

/** Speaks for one client, and tries again as a good client does: with the same key, on any replica, some times, later and later. */
export class ApiClient {
  readonly who: string;
  readonly world: ClientWorld;
  readonly #random: Random;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(world: ClientWorld, who: string, headers: Readonly<Record<string, string>>, random: Random) {
    this.world = world;
    this.who = who;
    this.#headers = headers;
    this.#random = random;
  }

  /** @param tries how often it is asked for by somebody who gets answers; where there is nobody to answer, it is asked for until somebody is back */
  async call(call: Call, tries = 6): Promise<Answer> {
    const deadline = performance.now() + PATIENCE_MS;
    let answer: Answer = { status: null, body: {} };
    for (let attempt = 1; attempt <= tries || (answer.status === null && performance.now() < deadline); attempt += 1) {
      if (attempt > 1) await sleep(this.#random.between(50, 300) * Math.min(5, attempt - 1));
      answer = await this.#once(call);
      const { status } = answer;
      const isFinal = status !== null && status < 500 && answer.body['code'] !== 'idempotency_key_in_use';
      if (isFinal) break;
    }
    return answer;
  }

  async #once({ what, method, path, headers = {}, body }: Call): Promise<Answer> {
    const answer = await send(`${this.#random.pick(this.world.bffs)}/api/v1${path}`, {
      method,
      headers: { ...this.#headers, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.note(what, answer);
    return answer;
  }

  /** Calls Stripe as Stripe's own script does, in the customer's browser. */
  async stripe(what: string, path: string, account: string, form: Readonly<Record<string, string>>): Promise<Answer> {
    const answer = await send(`${this.world.emulator}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_simulation', 'stripe-account': account, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    this.note(what, answer);
    return answer;
  }

  note(what: string, { status, body }: Answer): void {
    const code = typeof body['code'] === 'string' ? body['code'] : null;
    this.world.history.write({ kind: 'call', at: this.world.clock.now().toISOString(), who: this.who, what, status, code });
  }
}

async function send(url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(12_000) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  } catch {
    // Refused, cut off, too late or half an answer: the client knows nothing of what happened.
    return { status: null, body: {} };
  }
}
