import { z } from 'zod';
import { Answer } from './questions.ts';
import { TenantBooking } from './tenant-bookings.ts';
import { typedText } from './text.ts';
import { Instant } from './time.ts';

/** One per business, mode and e-mail. */
export const Customer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    bookings: z.int().describe('How many there are, of every state'),
    isErased: z.boolean().describe('Whether nothing is known of who it was any more'),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Customer' });

export const CustomerDetail = Customer
  .extend({
    answers: z.record(z.string(), Answer).describe('What was asked about the customer, by question'),
    history: z.array(TenantBooking).describe('The newest hundred bookings, newest first'),
  })
  .meta({ id: 'CustomerDetail' });

export const CustomerQuery = z.strictObject({
  email: typedText({ min: 1, max: 254 }).optional().describe('The whole of one'),
  limit: z.string().regex(/^(?:[1-9][0-9]?|100)$/, 'must be a whole number from 1 to 100').transform(Number).pipe(z.int()).optional().describe('Defaults to 50'),
  after: z.uuid('must be a UUID').toLowerCase().optional().describe('The `nextAfter` of the page before'),
});

export const CustomerList = z
  .object({ customers: z.array(Customer), nextAfter: z.uuid().nullable().describe('Null on the last page') })
  .meta({ id: 'CustomerList' });

/** Everything that is kept of one person. */
export const CustomerExport = z
  .object({
    exportedAt: Instant,
    customer: Customer,
    answers: z.record(z.string(), Answer),
    bookings: z.array(TenantBooking),
    emails: z.array(z.object({ kind: z.string(), status: z.string(), sentAt: Instant.nullable(), bookingId: z.uuid().nullable() })),
  })
  .meta({ id: 'CustomerExport' });

export const ErasureRequest = z.strictObject({ reason: typedText({ min: 1, max: 200 }) }).meta({ id: 'ErasureRequest' });

export type Customer = z.infer<typeof Customer>;
export type CustomerDetail = z.infer<typeof CustomerDetail>;
export type CustomerList = z.infer<typeof CustomerList>;
export type CustomerExport = z.infer<typeof CustomerExport>;
