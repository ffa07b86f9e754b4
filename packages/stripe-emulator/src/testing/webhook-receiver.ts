import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { expect } from 'vitest';

/** A webhook endpoint of a test's own, which verifies every signature as the product does. */
export interface WebhookReceiver {
  readonly url: string;
  readonly secret: string;
  /** The events in the order in which they were taken. */
  readonly events: Stripe.Event[];
  /** How many requests came, those that were refused among them. */
  attempts(): number;
  /** What to answer from now on; 200 at first. */
  answerWith(status: number): void;
  /** Waits until events of these types have come, and gives the types of all. */
  types(...wanted: string[]): Promise<string[]>;
  close(): Promise<void>;
}

export async function receiveWebhooks(secret = 'whsec_test_receiver'): Promise<WebhookReceiver> {
  const events: Stripe.Event[] = [];
  let attempts = 0;
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      attempts += 1;
      const event = Stripe.webhooks.constructEvent(Buffer.concat(chunks), request.headers['stripe-signature'] ?? '', secret);
      if (status === 200) events.push(event);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const types = (): string[] => events.map((event) => event.type);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    secret,
    events,
    attempts: () => attempts,
    answerWith: (next) => {
      status = next;
    },
    async types(...wanted) {
      await expect.poll(types, { timeout: 10_000 }).toEqual(expect.arrayContaining(wanted));
      return types();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
