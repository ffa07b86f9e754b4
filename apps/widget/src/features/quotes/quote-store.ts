import { type ApiClient, ApiProblem } from '@mais/api-client';
import type { Quote, QuoteRequest } from '@mais/contract';

export type QuoteEntry =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly quote: Quote }
  | { readonly status: 'failed'; readonly code: string };

export interface QuoteStore {
  get(request: QuoteRequest): QuoteEntry | undefined;
  /** the last price of this package that is known, for whichever choice; shown until the next is there */
  latest(packageSlug: string): Quote | null;
  load(request: QuoteRequest): void;
  /** forgets what is known, and asks for the last choice again */
  renew(): void;
  subscribe(listener: () => void): () => void;
}

/** Keeps the server's price of each choice that was asked for; prices are never worked out here. */
export function createQuoteStore(api: Pick<ApiClient, 'createQuote'>): QuoteStore {
  const entries = new Map<string, QuoteEntry>();
  const latest = new Map<string, Quote>();
  const listeners = new Set<() => void>();
  let last: QuoteRequest | null = null;
  return {
    latest: (packageSlug) => latest.get(packageSlug) ?? null,
    get: (request) => entries.get(JSON.stringify(request)),
    load,
    renew() {
      entries.clear();
      if (last !== null) load(last);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function load(request: QuoteRequest): void {
    last = request;
    const key = JSON.stringify(request);
    const status = entries.get(key)?.status;
    if (status === 'loading' || status === 'ready') return;
    set(key, { status: 'loading' });
    void ask(request, key);
  }

  async function ask(request: QuoteRequest, key: string): Promise<void> {
    try {
      const quote = await api.createQuote(request);
      latest.set(request.package, quote);
      set(key, { status: 'ready', quote });
    } catch (error) {
      set(key, { status: 'failed', code: error instanceof ApiProblem ? error.code : 'unreachable' });
    }
  }

  function set(key: string, entry: QuoteEntry): void {
    entries.set(key, entry);
    for (const listener of listeners) listener();
  }
}
