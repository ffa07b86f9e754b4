import { createApiClient } from '@mais/api-client';
import { forwardEscape } from '@mais/embed-protocol';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

import { App, followScheme } from './app/app.tsx';
import type { Services } from './app/services.ts';
import { createAvailabilityStore } from './features/availability/availability-store.ts';
import { dayFormat } from './features/availability/days-in-zone.ts';
import { createQuoteStore } from './features/quotes/quote-store.ts';
import { readFirstView } from './first-view.ts';
import { reduce } from './flow/reduce.ts';
import { firstFlow, restoredFlow } from './flow/restore.ts';
import type { FlowState } from './flow/state.ts';
import { createStore } from './flow/store.ts';
import { followPackage, openHost, takeHostContext } from './host/connect.ts';
import { attributesOfAddress, mergeAttributes } from './host/host-attributes.ts';
import { loadLanguage, takeBrought } from './i18n/load-language.ts';
import { wantedLanguage } from './i18n/use-language.ts';
import { claimPlace } from './storage/claim-place.ts';
import { openSessionMemory, ownerOf, toSaved } from './storage/session-memory.ts';
import { registerTrustedTypes } from './trusted-types.ts';

const root = document.querySelector('#root');
if (root !== null) void start(root);

async function start(place: Element): Promise<void> {
  const firstView = readFirstView(document);
  registerTrustedTypes(firstView.config.stripe?.scriptUrl ?? null);
  const services = createServices(firstView);
  const wanted = wantedLanguage(services.attributes.getState().lang, firstView.config.tenant);
  const language = takeBrought(wanted) ?? loadLanguage(wanted);

  // Before anything else looks at what the tab remembers: a link may have brought a booking.
  if (firstView.mode === 'hosted') (await import('./hosted/on-hosted-page.ts')).onHostedPage(services, () => restoreSaved(services));

  // Before the first paint, so that nothing flashes in other colours.
  document.documentElement.dataset['framed'] = String(window.parent !== window);
  document.documentElement.dataset['mode'] = firstView.mode;
  followScheme(services.attributes.getState().theme, firstView.config.branding)();

  services.flow.subscribe(() => remember(services));
  followPackage(services);
  forwardEscape(services.host, window);
  void takePlace(services);
  void takeHostContext(services);
  const firstLanguage = language instanceof Promise ? await language : language;
  // What the server has drawn there is replaced by the widget itself, which looks the same, in one go: until then it is out of reach.
  const onShown = (): void => {
    place.removeAttribute('inert');
    services.host.send('ready', null);
  };
  // At once: the host page may have its turn, and paint, before anything that is only scheduled.
  flushSync(() => createRoot(place).render(<App services={services} firstLanguage={firstLanguage} onShown={onShown} />));
}

function createServices(firstView: Services['firstView']): Services {
  const { tenant } = firstView.config;
  const api = createApiClient({ baseUrl: '', key: firstView.key, slug: tenant.slug });
  const attributes = createStore(mergeAttributes, attributesOfAddress(window.location.search));
  const memory = openSessionMemory(() => window.sessionStorage, ownerOf(firstView, attributes.getState().package));
  const today = () => dayFormat(tenant.timeZone)(Date.parse(firstView.serverNow) + nowMs());
  const flow = createStore(reduce, savedFlow(firstView, memory));
  return {
    api,
    firstView,
    attributes,
    memory,
    nowMs,
    flow,
    availability: createAvailabilityStore({ api, seed: firstView.availability, today, nowMs, ownHold: () => activeHold(flow.getState()) }),
    quotes: createQuoteStore(api),
    host: openHost(firstView, (changed) => attributes.dispatch(changed)),
  };
}

/** Begins with what the first widget has kept, which is right for all but a second one of the same tenant on this page. */
async function takePlace(services: Services): Promise<void> {
  const { firstView, memory, attributes } = services;
  const hadSaved = memory.saved.read() !== null;
  const place = await claimPlace(`mais:${ownerOf(firstView, attributes.getState().package)}`);
  if (place === 1) return;
  memory.moveTo(place);
  if (hadSaved || memory.saved.read() !== null) restoreSaved(services);
}

function restoreSaved({ flow, firstView, memory }: Services): void {
  flow.dispatch({ type: 'restored', state: savedFlow(firstView, memory) });
}

function savedFlow(firstView: Services['firstView'], memory: Services['memory']): FlowState {
  return restoredFlow({ saved: memory.saved.read(), packages: firstView.packages, fallback: firstFlow(firstView), nowMs: nowMs(), wallMs: Date.now() });
}

function activeHold({ hold }: FlowState): string | null {
  return hold === null || hold.hasExpired ? null : hold.id;
}

function nowMs(): number {
  return performance.now();
}

/** Keeps what a reload needs; while a booking is being fetched again, what is kept is all there is to fetch it by. */
function remember({ flow, memory }: Services): void {
  const state = flow.getState();
  if (state.busy?.kind !== 'restoring') memory.saved.write(toSaved(state, { nowMs: nowMs(), wallMs: Date.now() }));
}
