import type { Clock } from './clock.ts';
import { AdvanceableClock } from './clock.ts';
import type { Context, EmulatorOptions } from './context.ts';
import { Faults } from './control/faults.ts';
import { IdempotencyKeys } from './http/idempotency.ts';
import { createAccountRecord } from './payments/new-account.ts';
import { onboardAccount } from './payments/account-state.ts';
import { performTask } from './perform-task.ts';
import { Scheduler } from './scheduler.ts';
import type { SettingsRecord } from './store/records.ts';
import { Store } from './store/store.ts';
import { Dispatcher } from './webhooks/dispatcher.ts';
import type { DispatcherOptions } from './webhooks/dispatcher.ts';
import { reconcileEndpoints } from './webhooks/endpoints.ts';
import type { ConfiguredEndpoint } from './webhooks/endpoints.ts';
import { WebhookFaults } from './webhooks/webhook-faults.ts';

export interface EmulatorParts {
  readonly url: string;
  readonly stateFile: string | undefined;
  readonly webhookEndpoints: readonly ConfiguredEndpoint[];
  readonly clock: Clock;
  readonly options: EmulatorOptions;
  readonly deliveries: DispatcherOptions;
}

const PLATFORM = 'acct_emulatedplatform';
const DEFAULT_SETTINGS: SettingsRecord = { clockOffsetMs: 0, deliveriesHeld: false };

/** The emulator without its HTTP side: the state, and what happens to it by itself. */
export class Emulator {
  readonly context: Context;
  readonly keys: IdempotencyKeys;
  readonly faults = new Faults();
  readonly webhookFaults = new WebhookFaults();
  readonly dispatcher: Dispatcher;
  readonly #scheduler: Scheduler;

  constructor(parts: EmulatorParts) {
    const store = Store.open(parts.stateFile);
    const settings = store.get('settings', 'settings') ?? DEFAULT_SETTINGS;
    const clock = new AdvanceableClock(parts.clock, settings.clockOffsetMs);
    const request = { id: null, idempotencyKey: null };
    this.context = { store, clock, webhookFaults: this.webhookFaults, options: parts.options, url: parts.url, platform: PLATFORM, account: PLATFORM, key: 'secret', request };
    this.keys = new IdempotencyKeys(store, clock);
    this.keys.forgetStale();
    ensurePlatform(this.context);
    reconcileEndpoints(this.context, parts.webhookEndpoints);
    store.commit();
    this.dispatcher = new Dispatcher(store, clock, parts.deliveries, settings.deliveriesHeld);
    this.#scheduler = new Scheduler(store, clock, (task) => performTask(this.context, task), () => this.dispatcher.wake());
    this.wake();
  }

  /** Sends what is queued and does what is due; call it after a commit. */
  wake(): void {
    this.#scheduler.wake();
    this.dispatcher.wake();
  }

  /** Changes the state from outside of Stripe's API, in one commit. */
  change<T>(act: (context: Context) => T): T {
    const result = act(this.context);
    this.context.store.commit();
    this.wake();
    return result;
  }

  advance(ms: number): void {
    this.context.clock.advance(ms);
    this.change(() => this.#saveSettings({ clockOffsetMs: this.context.clock.offsetMs }));
  }

  /** Keeps every webhook back until they are released; survives a restart. */
  holdDeliveries(): void {
    this.dispatcher.hold();
    this.change(() => this.#saveSettings({ deliveriesHeld: true }));
  }

  releaseDeliveries(): void {
    this.change(() => this.#saveSettings({ deliveriesHeld: false }));
    this.dispatcher.release();
  }

  get settings(): SettingsRecord {
    return this.context.store.get('settings', 'settings') ?? DEFAULT_SETTINGS;
  }

  async close(): Promise<void> {
    this.#scheduler.close();
    await this.dispatcher.close();
    this.context.store.close();
  }

  #saveSettings(change: Partial<SettingsRecord>): void {
    this.context.store.put('settings', 'settings', { ...this.settings, ...change });
  }
}

function ensurePlatform(context: Context): void {
  if (context.store.get('account', PLATFORM) !== undefined) return;
  createAccountRecord(context, {
    id: PLATFORM,
    businessProfile: { name: 'The platform' },
    businessType: 'company',
    capabilities: ['card_payments', 'transfers'],
    controller: { type: 'account' },
    country: 'US',
    currency: 'usd',
    email: null,
    metadata: {},
    type: 'standard',
  });
  onboardAccount(context, PLATFORM);
}
