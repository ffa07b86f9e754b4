import type { ApiClient } from '@mais/api-client';
import type { FirstView, Package } from '@mais/contract';
import type { HostConnection } from '@mais/embed-protocol';
import { createContext, useContext, useSyncExternalStore } from 'react';

import type { AvailabilityStore } from '../features/availability/availability-store.ts';
import type { QuoteStore } from '../features/quotes/quote-store.ts';
import type { FlowAction, FlowState } from '../flow/state.ts';
import type { Store } from '../flow/store.ts';
import type { SessionMemory } from '../storage/session-memory.ts';
import type { HostAttributes } from '../host/host-attributes.ts';

/** Everything that the verbs and the screens work with; made once in `main.tsx`. */
export interface Services {
  readonly api: ApiClient;
  readonly firstView: FirstView;
  readonly flow: Store<FlowState, FlowAction>;
  readonly availability: AvailabilityStore;
  readonly quotes: QuoteStore;
  readonly host: HostConnection;
  readonly attributes: Store<HostAttributes, Partial<HostAttributes>>;
  readonly memory: SessionMemory;
  /** milliseconds on a clock that is never set */
  readonly nowMs: () => number;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('This component stands outside of the widget');
  return services;
}

export function useFlow(): FlowState {
  const { flow } = useServices();
  return useSyncExternalStore(flow.subscribe, flow.getState, flow.getState);
}

/** The package that is chosen; null before. */
export function useChosenPackage(): Package | null {
  const { firstView } = useServices();
  return findPackage(firstView, useFlow().packageSlug);
}

export function findPackage({ packages }: Pick<FirstView, 'packages'>, slug: string | null): Package | null {
  return packages.find((one) => one.slug === slug) ?? null;
}
