import { publicProblems } from '@mais/contract';
import { expect, test } from 'vitest';

import { en } from '../messages/en.ts';
import { explain } from './explain-trouble.ts';

// Codes that mean a fault of ours, in the build or on the server: their words are one and the same.
const ownFaults = new Set(['malformed_request', 'method_not_allowed', 'payload_too_large', 'headers_too_large', 'unsupported_media_type', 'idempotency_key_reused', 'internal_error']);

// The page of a booking or the waitlist alone hears these, and has words of its own for them.
const saidElsewhere = new Set(['booking_not_reschedulable', 'time_still_free', 'too_many_waitlist_entries']);

test.each([...Object.keys(publicProblems), 'unreachable', 'unexpected_response'])('%s has words, and a way on', (code) => {
  const { title, body, ways } = explain(code);
  expect(en[title]).toMatch(/\p{Letter}/u);
  // Either something to press, or whom to turn to; a new price is to be looked at, and gone on from as before.
  expect(ways.length > 0 || en[body].includes('{tenant}') || code === 'amount_changed').toBe(true);
});

test.each(Object.keys(publicProblems).filter((code) => !ownFaults.has(code) && !saidElsewhere.has(code)))('%s has more to say than that something went wrong', (code) => {
  expect(explain(code).title).not.toBe(explain('internal_error').title);
});

test('a code that is newer than this build reads as a fault of ours', () => {
  expect(explain('sold_to_the_moon')).toEqual(explain('internal_error'));
});
