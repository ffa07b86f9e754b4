import type { Clock } from '../../platform/clock.ts';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { TenantId } from '../../platform/ids.ts';
import { answerOnce } from '../../platform/idempotency/answer-once.ts';
import { optionalIdempotentRequest } from '../../platform/idempotency/idempotency.ts';
import { tenantRequestOf, type TenantApiVariables } from './tenant-api.ts';

/** What routes need with which a tenant changes what it is and offers. */
export interface EditingContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly idempotencyBox: SealedBox;
  /** Makes this process read the tenant anew; the others are told by the database. */
  readonly forget: (tenantId: TenantId) => void;
}

/** Who changes something, and when. */
export interface Editor {
  readonly actor: string;
  readonly requestId: string;
  readonly now: Date;
}

type Variables = TenantApiVariables & { readonly requestId: string };

/** Makes a change in one transaction; who asks this process after its answer sees it. */
export async function edit<T>(context: EditingContext, variables: Variables, change: (tx: TenantTx, by: Editor) => Promise<T>): Promise<T> {
  const { access, actor, requestId } = tenantRequestOf(variables);
  return withTenant(context.app, access.scope, (tx) => {
    tx.afterCommit(() => context.forget(access.scope.tenantId));
    return change(tx, { actor, requestId, now: context.clock.now() });
  });
}

/** The same, once per idempotency key. @throws IdempotencyKeyReusedError */
export async function editOnce<T>(
  context: EditingContext, variables: Variables, request: { readonly operation: string; readonly key: string | undefined; readonly body: unknown },
  change: (tx: TenantTx, by: Editor) => Promise<T>,
): Promise<T> {
  const { access, actor, requestId } = tenantRequestOf(variables);
  const now = context.clock.now();
  return answerOnce({ app: context.app, box: context.idempotencyBox, now }, access.scope, optionalIdempotentRequest(request.operation, request.key, request.body), (tx) => {
    tx.afterCommit(() => context.forget(access.scope.tenantId));
    return change(tx, { actor, requestId, now });
  });
}
