import type Stripe from 'stripe';
import type { Planted } from '../control/planted.ts';
import { PlantedFaults } from '../control/planted.ts';

/** What goes wrong with the delivery of an event. */
export const WEBHOOK_FAULT_KINDS = ['delay', 'drop', 'duplicate', 'reorder'] as const;
export type WebhookFaultKind = (typeof WEBHOOK_FAULT_KINDS)[number];

/** A fault planted for the deliveries that match. */
export interface WebhookFault extends Planted {
  readonly kind: WebhookFaultKind;
  /** `charge.*` stands for every type that begins so; null for all. */
  readonly type: string | null;
  readonly account: string | null;
  readonly endpoint: string | null;
  /** How late the delivery (or its duplicate) is, on the emulator's clock, at least and at most. How long one that was reordered waits to be overtaken, at most. */
  readonly delayMs: { readonly least: number; readonly most: number };
}

interface Delivery {
  readonly event: Stripe.Event;
  readonly endpoint: string;
  readonly account: string;
}

/** The faults of deliveries still to come. */
export class WebhookFaults extends PlantedFaults<WebhookFault> {
  /** The fault for this delivery. */
  take(delivery: Delivery): WebhookFault | null {
    return this.takeFirst((fault) => matches(fault, delivery));
  }
}

/** How late this time. */
export function delayOf({ chance, delayMs: { least, most } }: WebhookFault): number {
  return chance === null ? most : chance.between(least, most);
}

function matches(fault: WebhookFault, { event, endpoint, account }: Delivery): boolean {
  return (
    (fault.type === null || (fault.type.endsWith('*') ? event.type.startsWith(fault.type.slice(0, -1)) : event.type === fault.type)) &&
    (fault.account === null || fault.account === account) &&
    (fault.endpoint === null || fault.endpoint === endpoint)
  );
}
