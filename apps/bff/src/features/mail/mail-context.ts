import type { MailTransport } from '../../platform/mail/mail-transport.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { Logger } from '../../platform/log.ts';
import type { TenantId } from '../../platform/ids.ts';
import type { BookingsContext } from '../bookings/index.ts';
import type { WaitlistContext } from '../waitlist/index.ts';
import type { Tenant } from '../tenants/index.ts';

/** What the verbs of this feature act with. */
export interface MailContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly log: Logger;
  readonly transport: MailTransport;
  /** The address that e-mails come from, whoever writes. */
  readonly from: string;
  /** Where the outside reaches us. */
  readonly publicUrl: string;
  /** Where customers reach the widget's pages. */
  readonly widgetUrl: string;
  readonly bookings: BookingsContext;
  readonly waitlist: WaitlistContext;
  readonly findTenant: (id: TenantId) => Promise<Tenant | null>;
}
