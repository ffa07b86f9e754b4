import type { Booking, Cancellation, CancellationRequest, RescheduleQuote, RescheduleRequest } from '@mais/contract';

import type { BookingAccess, ReadOptions, WriteOptions } from './create-api-client.ts';
import { type ApiClientOptions, createSend } from './send.ts';

/** What a customer can do with a booking later, apart from the rest of the API since few pages need it. Rejects as the client does. */
export interface ManageClient {
  /** What cancelling would return now, and until when. */
  getCancellation(booking: BookingAccess, options?: ReadOptions): Promise<Cancellation>;
  /** @param body what the customer was shown that goes back; empty before anything was paid */
  cancelBooking(booking: BookingAccess, body: CancellationRequest, options?: WriteOptions): Promise<{ booking: Booking }>;
  /** What moving it to this start would come to. */
  quoteReschedule(booking: BookingAccess, startsAt: string, options?: ReadOptions): Promise<RescheduleQuote>;
  rescheduleBooking(booking: BookingAccess, body: RescheduleRequest, options?: WriteOptions): Promise<{ booking: Booking }>;
}

export function createManageClient(options: ApiClientOptions): ManageClient {
  const send = createSend(options);
  return {
    getCancellation: (booking, read) => send({ ...opened(booking, 'cancellation'), ...read }),
    cancelBooking: (booking, body, write) => send({ method: 'POST', ...opened(booking, 'cancel'), body, ...write }),
    quoteReschedule: (booking, startsAt, read) => send({ ...opened(booking, `reschedule?${new URLSearchParams({ startsAt })}`), ...read }),
    rescheduleBooking: (booking, body, write) => send({ method: 'POST', ...opened(booking, 'reschedule'), body, ...write }),
  };
}

function opened({ id, token }: BookingAccess, rest: string) {
  return { path: `/bookings/${encodeURIComponent(id)}/${rest}`, headers: { authorization: `Bearer ${token}` } };
}
