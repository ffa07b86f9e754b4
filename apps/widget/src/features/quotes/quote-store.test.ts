import { ApiProblem, ApiUnreachable } from '@mais/api-client';
import type { Quote, QuoteRequest } from '@mais/contract';
import { expect, test, vi } from 'vitest';

import { createQuoteStore } from './quote-store.ts';

const request: QuoteRequest = { package: 'tour', partySize: 2, addOns: [] };
const quote: Quote = { currency: 'NZD', lineItems: [], subtotalMinor: 1000, taxMinor: 0, taxIncluded: true, totalMinor: 1000, dueNowMinor: 1000, discountMinor: 0, balanceMinor: 0, balanceDueAt: null };

test('asks the server once for the same choice', async () => {
  const createQuote = vi.fn(async () => quote);
  const store = createQuoteStore({ createQuote });
  store.load(request);
  store.load({ ...request });
  expect(store.get(request)).toEqual({ status: 'loading' });
  await vi.waitFor(() => expect(store.get(request)).toEqual({ status: 'ready', quote }));
  store.load(request);
  expect(createQuote).toHaveBeenCalledTimes(1);
});

test('knows the last price of a package while the next is on its way', async () => {
  const store = createQuoteStore({ createQuote: async () => quote });
  expect(store.latest('tour')).toBeNull();
  store.load(request);
  await vi.waitFor(() => expect(store.latest('tour')).toEqual(quote));
  store.load({ ...request, partySize: 3 });
  expect(store.get({ ...request, partySize: 3 })).toEqual({ status: 'loading' });
  expect(store.latest('tour')).toEqual(quote);
});

test('says why there is no price, and asks again when told to', async () => {
  const answers = [() => Promise.reject(new ApiUnreachable('network')), () => Promise.reject(refusal)];
  const store = createQuoteStore({ createQuote: async () => answers.shift()?.() ?? quote });
  store.load(request);
  await vi.waitFor(() => expect(store.get(request)).toEqual({ status: 'failed', code: 'unreachable' }));
  store.load(request);
  await vi.waitFor(() => expect(store.get(request)).toEqual({ status: 'failed', code: 'not_found' }));
  store.load(request);
  await vi.waitFor(() => expect(store.get(request)?.status).toBe('ready'));
});

const refusal = new ApiProblem({ code: 'not_found', status: 404, title: '', detail: '' });
