import { setTimeout as sleep } from 'node:timers/promises';

import { type ApiClient, PATIENCE_MS } from './api.ts';

export interface OpenPayment {
  readonly paymentIntentId: string;
  readonly accountId: string;
}

/** What Stripe's script does when the form is sent, trouble on the way included. */
export async function confirmAtStripe(api: ApiClient, bookingId: string, { paymentIntentId, accountId }: OpenPayment, card: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  let isThere = true;
  for (let attempt = 1; attempt <= 3 || (!isThere && performance.now() < deadline); attempt += 1) {
    const { status, body } = await api.stripe(`pay with ${card}`, `/v1/payment_intents/${paymentIntentId}/confirm`, accountId, { payment_method: card });
    if (status === 200 && body['status'] === 'succeeded') {
      api.world.history.write({ kind: 'paid', who: api.who, bookingId, paymentIntentId });
      return;
    }
    isThere = status !== null;
    if (status !== null && status < 500 && status !== 409 && status !== 429) return;
    await sleep(Math.min(500, 100 * attempt));
  }
}
