import type { Quote, QuoteRequest } from '@mais/contract';
import { useEffect, useMemo, useSyncExternalStore } from 'react';

import { useFlow, useServices } from '../../app/services.ts';

export interface QuoteView {
  /** the last price that is known; of an earlier choice while `isLoading` */
  readonly quote: Quote | null;
  readonly isLoading: boolean;
  /** the problem code, when the current choice has no price */
  readonly failure: string | null;
  readonly retry: () => void;
  /** what was asked; null before a package is chosen */
  readonly request: QuoteRequest | null;
}

// Somebody who taps plus four times asks once.
const SETTLE_MS = 120;

/** The server's price of what is chosen now. */
export function useQuote(): QuoteView {
  const { quotes } = useServices();
  const { packageSlug, partySize, addOns, hold, customer: { promoCode, postalCode } } = useFlow();
  const startsAt = hold?.startsAt;
  const request = useMemo<QuoteRequest | null>(
    () =>
      packageSlug === null
        ? null
        : {
            package: packageSlug, partySize, addOns: Object.entries(addOns).map(([addOn, quantity]) => ({ addOn, quantity })),
            startsAt, promoCode: promoCode || undefined, postalCode: postalCode || undefined,
          },
    [packageSlug, partySize, addOns, startsAt, promoCode, postalCode],
  );
  const known = () => (request === null ? undefined : quotes.get(request));
  const entry = useSyncExternalStore(quotes.subscribe, known, known);

  useEffect(() => {
    if (request === null) return;
    const load = () => quotes.load(request);
    const timer = setTimeout(load, SETTLE_MS);
    window.addEventListener('online', load);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', load);
    };
  }, [quotes, request]);

  return {
    quote: entry?.status === 'ready' ? entry.quote : packageSlug === null ? null : quotes.latest(packageSlug),
    isLoading: request !== null && entry?.status !== 'ready' && entry?.status !== 'failed',
    failure: entry?.status === 'failed' ? entry.code : null,
    retry: () => request !== null && quotes.load(request),
    request,
  };
}
