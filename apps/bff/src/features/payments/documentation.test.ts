// docs/payments.md says what to set up at Stripe, and what each state means: what is missing there goes wrong in production alone.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Booking } from '@mais/contract';
import { Stripe } from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';

const read = (path: string): Promise<string> => readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

describe('the documentation of payments', () => {
  let page: string;
  beforeAll(async () => {
    page = await read('../../../../../docs/payments.md');
  });

  /** The code spans of the table row that begins with one. */
  function spansOfRow(first: string): string[] {
    const row = page.split('\n').find((line) => line.trimStart().startsWith(`| \`${first}\``)) ?? '';
    return [...row.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span).slice(1);
  }

  it('tells Stripe to send every event that is handled, and no other', async () => {
    const handled = [...(await read('handle-stripe-event.ts')).matchAll(/case '([\w.]+)':/g)].map(([, type = '']) => type);
    expect(handled.length).toBeGreaterThan(20);
    let last = '';
    const asked = spansOfRow('/api/v1/webhooks/stripe/connect').map((span) => {
      // `.failed` stands for the same object's as the one before it.
      last = span.startsWith('.') ? last.slice(0, last.lastIndexOf('.')) + span : span;
      return last;
    });
    expect(asked.toSorted()).toEqual(handled.toSorted());
  });

  it('names the version of the API whose events are read', () => {
    expect(page).toContain(`API version \`${Stripe.API_VERSION}\``);
  });

  it('says what each payment status of a booking means', () => {
    const firstCells = page.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|')[1] ?? '');
    for (const status of Booking.shape.paymentStatus.options) expect(firstCells.filter((cell) => cell.includes(`\`${status}\``)), status).not.toEqual([]);
  });
});
