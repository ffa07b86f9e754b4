import { createApiClient } from '@mais/api-client';
import { createRoot } from 'react-dom/client';

import { App, followScheme } from './app/app.tsx';
import type { Services } from './app/services.ts';
import { createAvailabilityStore } from './features/availability/availability-store.ts';
import { dayFormat } from './features/availability/days-in-zone.ts';
import { createQuoteStore } from './features/quotes/quote-store.ts';
import { readFirstView } from './first-view.ts';
import { reduce } from './flow/reduce.ts';
import { firstFlow, restoredFlow } from './flow/restore.ts';
import { createStore } from './flow/store.ts';
import { followPackage, openHost, takeHostContext } from './host/connect.ts';
import { attributesOfAddress, mergeAttributes } from './host/host-attributes.ts';
import { openSessionMemory, toSaved } from './storage/session-memory.ts';
import { registerTrustedTypes } from './trusted-types.ts';

const root = document.querySelector('#root');
if (root !== null) start(root);

function start(place: Element): void {
  const firstView = readFirstView(document);
  registerTrustedTypes(firstView.config.stripe?.scriptUrl ?? null);
  const services = createServices(firstView);

  // Before the first paint, so that nothing flashes in other colours.
  followScheme(services.attributes.getState().theme, firstView.config.branding)();

  services.flow.subscribe(() => remember(services));
  followPackage(services);
  void takeHostContext(services);
  createRoot(place).render(<App services={services} />);
  services.host.send('ready', null);
}

function createServices(firstView: Services['firstView']): Services {
  const { tenant, livemode } = firstView.config;
  const api = createApiClient({ baseUrl: '', key: firstView.key, slug: tenant.slug });
  const attributes = createStore(mergeAttributes, attributesOfAddress(window.location.search));
  const owner = [tenant.slug, livemode ? 'live' : 'test', attributes.getState().package ?? ''].join(':');
  const memory = openSessionMemory(() => window.sessionStorage, owner);
  const begin = { saved: memory.saved.read(), packages: firstView.packages, fallback: firstFlow(firstView), nowMs: nowMs(), wallMs: Date.now() };
  const today = () => dayFormat(tenant.timeZone)(Date.parse(firstView.serverNow) + nowMs());
  return {
    api,
    firstView,
    attributes,
    memory,
    nowMs,
    flow: createStore(reduce, restoredFlow(begin)),
    availability: createAvailabilityStore({ api, seed: firstView.availability, today, nowMs }),
    quotes: createQuoteStore(api),
    host: openHost(firstView, (changed) => attributes.dispatch(changed)),
  };
}

function nowMs(): number {
  return performance.now();
}

/** Keeps what a reload needs; while a booking is being fetched again, what is kept is all there is to fetch it by. */
function remember({ flow, memory }: Services): void {
  const state = flow.getState();
  if (state.busy?.kind !== 'restoring') memory.saved.write(toSaved(state, { nowMs: nowMs(), wallMs: Date.now() }));
}
