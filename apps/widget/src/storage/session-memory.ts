import type { FirstView } from '@mais/contract';

import type { CustomerDraft, FlowState, Step } from '../flow/state.ts';

/** What outlives a reload of the frame. Deadlines are on the device's clock here, since the page's own begins anew. */
export interface Saved {
  readonly step: Step;
  readonly packageSlug: string | null;
  readonly partySize: number;
  readonly addOns: Readonly<Record<string, number>>;
  readonly customer: CustomerDraft;
  readonly answers: Readonly<Record<string, string>>;
  readonly hold: SavedHold | null;
  readonly order: { readonly id: string; readonly token: string; readonly paymentSent: boolean } | null;
  readonly savedAtMs: number;
}

interface SavedHold {
  readonly id: string;
  readonly token: string;
  readonly package: string;
  readonly partySize: number;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly expiresAtMs: number;
}

/** A request that was sent with this idempotency key; the same body again gets the same key. */
export interface Submission {
  readonly body: string;
  readonly idempotencyKey: string;
}

export interface SessionMemory {
  saved: Entry<Saved>;
  submission: Entry<Submission>;
  /** ids of the bookings whose completion the host page has heard of */
  completed: Entry<readonly string[]>;
  /** Reads and writes from now on what belongs to another of the page's widgets; 1 is the first. */
  moveTo(place: number): void;
}

interface Entry<Value> {
  read(): Value | null;
  write(value: Value): void;
  forget(): void;
}

// Raised when what is stored changes its shape: what an older build wrote is then not read.
const LAYOUT = 2;

/**
 * Opens the tab's memory for one widget. Browsers may refuse storage to a frame; then it remembers until the page ends.
 * @param owner tells the widgets of one origin apart: tenant, key's mode and preset package
 */
export function openSessionMemory(storage: () => Storage, owner: string): SessionMemory {
  let place = 1;
  const named = (what: string) => () => keyOf(owner, place, what);
  return {
    saved: entry(storage, named('flow')),
    submission: entry(storage, named('submission')),
    completed: entry(storage, named('completed')),
    moveTo: (next) => {
      place = next;
    },
  };
}

/** Where the first widget of a page keeps how far its customer has come. */
export function savedKey(owner: string): string {
  return keyOf(owner, 1, 'flow');
}

/** What the widgets have in common that keep the same things. */
export function ownerOf({ config }: Pick<FirstView, 'config'>, preset: string | null): string {
  return [config.tenant.slug, config.livemode ? 'live' : 'test', preset ?? ''].join(':');
}

function keyOf(owner: string, place: number, what: string): string {
  return `mais:${LAYOUT}:${owner}:${place}:${what}`;
}

/** What of a state is worth keeping. */
export function toSaved(state: FlowState, clock: { nowMs: number; wallMs: number }): Saved {
  const { step, packageSlug, partySize, addOns, customer, answers, hold, order } = state;
  const isOver = order !== null && step === 'confirmation';
  return {
    step,
    packageSlug,
    partySize,
    addOns,
    // Nobody needs what was typed once the booking is made; a shared computer might show it to the next.
    customer: isOver ? { name: '', email: '', phone: '', note: '' } : customer,
    answers: isOver ? {} : answers,
    hold: hold === null ? null : savedHold(hold, clock),
    order: order === null ? null : { id: order.booking.id, token: order.token, paymentSent: order.paymentSent },
    savedAtMs: clock.wallMs,
  };
}

function savedHold({ deadlineMs, hasExpired, ...hold }: NonNullable<FlowState['hold']>, clock: { nowMs: number; wallMs: number }): SavedHold {
  return { ...hold, expiresAtMs: hasExpired ? 0 : clock.wallMs + (deadlineMs - clock.nowMs) };
}

function entry<Value>(storage: () => Storage, key: () => string): Entry<Value> {
  let inPage: Value | null = null;
  return {
    read() {
      try {
        const text = storage().getItem(key());
        return text === null ? inPage : (JSON.parse(text) as Value);
      } catch {
        return inPage;
      }
    },
    write(value) {
      inPage = value;
      try {
        storage().setItem(key(), JSON.stringify(value));
      } catch {
        // Refused or full: the page's own copy has to do.
      }
    },
    forget() {
      inPage = null;
      try {
        storage().removeItem(key());
      } catch {
        // What can't be reached can't be read either.
      }
    },
  };
}
