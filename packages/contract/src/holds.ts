import { z } from 'zod';
import { PartySize } from './quotes.ts';
import { Slug } from './text.ts';
import { BookableInstant, Instant } from './time.ts';

export const HoldRequest = z
  .strictObject({
    package: Slug,
    startsAt: BookableInstant.describe('The `startsAt` of an offered slot'),
    partySize: PartySize,
  })
  .meta({ id: 'HoldRequest' });

export const Hold = z
  .object({
    id: z.uuid(),
    token: z.string().describe('Proves that the hold is yours: send it to book or to release'),
    package: Slug,
    startsAt: Instant,
    endsAt: Instant,
    partySize: PartySize,
    expiresAt: Instant,
    expiresInSeconds: z.int().describe("The same on the server's clock, for a countdown on a device whose clock is off"),
  })
  .meta({ id: 'Hold' });

export type HoldRequest = z.infer<typeof HoldRequest>;
export type Hold = z.infer<typeof Hold>;
