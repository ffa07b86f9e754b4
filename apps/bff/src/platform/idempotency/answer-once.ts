import type { SealedBox } from '../crypto/sealed-box.ts';
import type { Sql } from '../db/connect.ts';
import { withTenant, type TenantScope, type TenantTx } from '../db/with-tenant.ts';
import { beginIdempotent, storeAnswer, type IdempotentRequest } from './idempotency.ts';

/**
 * Does work of one transaction once per key: a repeated request gets the first one's answer, and changes nothing.
 * @param request null for a request without a key, which is simply done
 * @param work does it and returns its answer, in the transaction that keeps both
 * @throws IdempotencyKeyReusedError when the key belongs to a different request
 */
export async function answerOnce<T>(
  given: { readonly app: Sql; readonly box: SealedBox; readonly now: Date },
  scope: TenantScope,
  request: IdempotentRequest | null,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  return withTenant(given.app, scope, async (tx) => {
    if (request === null) return work(tx);
    const earlier = await beginIdempotent<{ readonly answer: T }>(tx, given.box, request, given.now);
    if (earlier?.answer) return earlier.answer.answer;
    const answer = await work(tx);
    // Wrapped, since an answer may be nothing.
    await storeAnswer(tx, given.box, request, { answer });
    return answer;
  });
}
