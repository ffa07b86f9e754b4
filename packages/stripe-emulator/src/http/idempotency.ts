import type { MsClock } from '../clock.ts';
import type { IdempotencyRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { ApiError, invalidRequest } from './api-error.ts';

/** Stripe forgets a key after a day. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** What a key says about the request that carries it. */
export interface Ticket {
  readonly replay: IdempotencyRecord | null;
  /** Remembers the answer; part of the same commit as what the request changed. */
  remember(answer: Pick<IdempotencyRecord, 'status' | 'body' | 'requestId'>): void;
  /** Lets the next request with this key in. */
  release(): void;
}

const WITHOUT_KEY: Ticket = { replay: null, remember: () => {}, release: () => {} };

/** Answers a repeated key with its first answer, and refuses its use for anything else. */
export class IdempotencyKeys {
  readonly #store: Store;
  readonly #clock: MsClock;
  readonly #inProgress = new Set<string>();

  constructor(store: Store, clock: MsClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Drops what a day has made stale. */
  forgetStale(): void {
    for (const key of this.#store.keys('idempotency')) if (this.#find(key) === null) this.#store.delete('idempotency', key);
  }

  /**
   * Begins a request under a key.
   * @throws ApiError 400 when the key was used with other parameters, 409 while its first use is still going on
   */
  begin(account: string, key: string | null, fingerprint: string): Ticket {
    if (key === null) return WITHOUT_KEY;
    if (key.length > 255) throw invalidRequest('Idempotency keys must be at most 255 characters long.');
    const id = `${account} ${key}`;
    if (this.#inProgress.has(id)) throw inUse(key);
    const first = this.#find(id);
    if (first !== null && first.fingerprint !== fingerprint) throw reused(key);
    this.#inProgress.add(id);
    return {
      replay: first,
      remember: (answer) => this.#store.put('idempotency', id, { ...answer, fingerprint, createdAtMs: this.#clock.now() }),
      release: () => this.#inProgress.delete(id),
    };
  }

  #find(id: string): IdempotencyRecord | null {
    const record = this.#store.get('idempotency', id);
    return record !== undefined && this.#clock.now() - record.createdAtMs < REMEMBERED_MS ? record : null;
  }
}

function reused(key: string): ApiError {
  return new ApiError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function inUse(key: string): ApiError {
  return new ApiError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  });
}
