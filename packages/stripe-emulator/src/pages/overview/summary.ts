import type Stripe from 'stripe';
import type { Emulator } from '../../emulator.ts';
import type { Kind, Records } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { formatAmount } from '../../money/currencies.ts';
import { listDeliveries } from '../../control/deliveries.ts';

/** How many rows of each kind the page shows. */
const ROWS = 25;

/** One row of a table: its cells, and how it stands. */
export interface Row {
  readonly cells: readonly string[];
  readonly state: string;
  readonly tone: 'good' | 'bad' | 'waiting' | 'plain';
}

/** What the overview page shows. */
export interface Summary {
  readonly now: string;
  readonly held: boolean;
  readonly tables: Readonly<Record<'accounts' | 'payments' | 'refunds' | 'disputes' | 'payouts' | 'events' | 'deliveries', readonly Row[]>>;
}

/** The latest of everything, worded for people. */
export function summarise(emulator: Emulator): Summary {
  const { store, clock, platform } = emulator.context;
  const deliveries = listDeliveries(store, {}).slice(-ROWS).toReversed();
  return {
    now: new Date(clock.now()).toISOString(),
    held: emulator.settings.deliveriesHeld,
    tables: {
      accounts: latest(store, 'account').filter(({ object }) => object.id !== platform).map(({ object }) => accountRow(object)),
      payments: latest(store, 'payment_intent').map(({ account, object }) => paymentRow(object, account)),
      refunds: latest(store, 'refund').map(({ account, object }) => ({
        cells: [time(object.created), object.id, account, money(object.amount, object.currency), object.reason ?? ''],
        state: object.status ?? '',
        tone: toneOf(object.status ?? ''),
      })),
      disputes: latest(store, 'dispute').map(({ account, object }) => ({
        cells: [time(object.created), object.id, account, money(object.amount, object.currency), object.reason.replaceAll('_', ' '), time(object.evidence_details.due_by ?? 0)],
        state: object.status.replaceAll('_', ' '),
        tone: toneOf(object.status),
      })),
      payouts: latest(store, 'payout').map(({ account, object }) => ({
        cells: [time(object.created), object.id, account, money(object.amount, object.currency), time(object.arrival_date)],
        state: object.status.replaceAll('_', ' '),
        tone: toneOf(object.status),
      })),
      events: latest(store, 'event').map(({ account, object }) => ({
        cells: [time(object.created), object.id, account, subjectOf(object)],
        state: object.type,
        tone: 'plain' as const,
      })),
      deliveries: deliveries.map((delivery) => ({
        cells: [delivery.type ?? '', delivery.url ?? '', `${delivery.attempts}`, delivery.lastError ?? (delivery.lastStatus === null ? '' : `${delivery.lastStatus}`)],
        state: delivery.state,
        tone: toneOf(delivery.state),
      })),
    },
  };
}

function accountRow(account: Stripe.Account): Row {
  const state = account.charges_enabled ? 'charges enabled' : 'onboarding due';
  return {
    cells: [account.id, account.business_profile?.name ?? account.email ?? '', account.country ?? '', account.default_currency?.toUpperCase() ?? ''],
    state,
    tone: account.charges_enabled ? 'good' : 'waiting',
  };
}

function paymentRow(intent: Stripe.PaymentIntent, account: string): Row {
  const fee = intent.application_fee_amount === null ? '' : money(intent.application_fee_amount, intent.currency);
  const { status, last_payment_error: failure } = intent;
  const failed = status === 'requires_payment_method' && failure !== null;
  return {
    cells: [time(intent.created), intent.id, account, money(intent.amount, intent.currency), fee, intent.description ?? ''],
    state: (failed ? (failure.decline_code ?? failure.code ?? 'failed') : status).replaceAll('_', ' '),
    tone: failed ? 'bad' : toneOf(status),
  };
}

function latest<K extends Kind>(store: Store, kind: K): Array<Records[K]> {
  return Array.from(store.all(kind)).slice(-ROWS).toReversed();
}

function toneOf(state: string): Row['tone'] {
  if (['succeeded', 'delivered', 'paid', 'won'].includes(state)) return 'good';
  if (['failed', 'canceled', 'abandoned', 'lost'].includes(state)) return 'bad';
  return 'waiting';
}

function money(amountMinor: number, currency: string): string {
  return `${formatAmount(amountMinor, currency)} ${currency.toUpperCase()}`;
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function subjectOf(event: Stripe.Event): string {
  const { object } = event.data;
  return 'id' in object ? String(object.id) : '';
}
