import type { Clock } from '../../platform/clock.ts';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { Logger } from '../../platform/log.ts';
import type { OutboundContext } from '../../platform/outbound/send-outbound.ts';
import type { Secrets } from '../secrets/index.ts';

/** What the verbs of this feature act with. */
export interface WebhooksContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly log: Logger;
  readonly secrets: Secrets;
  readonly outbound: OutboundContext;
  readonly idempotencyBox: SealedBox;
}

/** Who asks for a change, and when. */
export interface WebhookActor {
  readonly actor: string;
  readonly requestId: string;
  readonly now: Date;
}
