// The same key returns the same answer; another body with it is refused.
//
// The key's row is inserted by the transaction that does the work, so a second request with the same key waits for the
// first to commit, and a request that failed leaves no trace of its key. Answers hold tokens and client secrets; they are
// sealed.
import { createHash } from 'node:crypto';
import type { SealedBox } from '../crypto/sealed-box.ts';
import type { TenantScope, TenantTx } from '../db/with-tenant.ts';
import { DomainError } from '../errors.ts';
import { findIdempotencyKey, insertIdempotencyKey, updateIdempotentResource, updateSealedResponse, type IdempotencyKeyRow, type IdempotentRequest } from './idempotency-repository.ts';

export type { IdempotentRequest };

export interface EarlierRequest<T> {
  /** The answer that it was given; null when it ended before it had one. */
  readonly answer: T | null;
  /** What it made. */
  readonly resourceId: string | null;
}

class IdempotencyKeyReusedError extends DomainError {
  readonly code = 'idempotency_key_reused';
  constructor() {
    super('Use a new Idempotency-Key for a new request.');
  }
}

export function idempotentRequest(operation: IdempotentRequest['operation'], key: string, body: unknown): IdempotentRequest {
  return { operation, key, requestHash: createHash('sha256').update(JSON.stringify(body)).digest() };
}

/** For routes that take a key and don't insist on it. */
export function optionalIdempotentRequest(operation: string, key: string | undefined, body: unknown): IdempotentRequest | null {
  return key === undefined ? null : idempotentRequest(operation, key, body);
}

/**
 * Takes the key for this transaction.
 * @returns what an earlier request with the key came to; null when this is the first
 * @throws IdempotencyKeyReusedError when that request was a different one
 */
export async function beginIdempotent<T>(tx: TenantTx, box: SealedBox, request: IdempotentRequest, now: Date): Promise<EarlierRequest<T> | null> {
  return (await insertIdempotencyKey(tx, request, null, now)) ? null : findEarlier<T>(tx, box, request);
}

/**
 * Takes the key and stores the answer with it, for work whose answer is known before it is done. The caller sends the work
 * without waiting for this, and rolls it back on false.
 * @returns false when an earlier request has the key: its answer is to be recalled
 */
export async function takeKeyWithAnswer(tx: TenantTx, box: SealedBox, request: IdempotentRequest, answer: unknown, now: Date): Promise<boolean> {
  return insertIdempotencyKey(tx, request, seal(tx, box, request, answer), now);
}

/** Notes what the request has made, so that a retry can go on from there, and its answer where it is known already. */
export async function noteResource(tx: TenantTx, box: SealedBox, request: IdempotentRequest, resourceId: string, answer: unknown): Promise<void> {
  await updateIdempotentResource(tx, request, resourceId, answer === null ? null : seal(tx, box, request, answer));
}

export async function storeAnswer(tx: TenantTx, box: SealedBox, request: IdempotentRequest, answer: unknown): Promise<void> {
  await updateSealedResponse(tx, request, seal(tx, box, request, answer));
}

async function findEarlier<T>(tx: TenantTx, box: SealedBox, request: IdempotentRequest): Promise<EarlierRequest<T> | null> {
  const row = await findIdempotencyKey(tx, request);
  if (!row) return null;
  return openAnswer<T>(box, tx, request, row);
}

/** @throws IdempotencyKeyReusedError when the key belongs to a different request */
export function openAnswer<T>(box: SealedBox, scope: TenantScope, request: IdempotentRequest, row: IdempotencyKeyRow): EarlierRequest<T> {
  if (!row.requestHash.equals(request.requestHash)) throw new IdempotencyKeyReusedError();
  const answer = row.sealedResponse && (JSON.parse(box.open(row.sealedResponse, contextOf(scope, request))) as T);
  return { answer, resourceId: row.resourceId };
}

function seal(scope: TenantScope, box: SealedBox, request: IdempotentRequest, answer: unknown): Buffer {
  return box.seal(JSON.stringify(answer), contextOf(scope, request));
}

function contextOf(scope: TenantScope, request: IdempotentRequest): string {
  return `${scope.tenantId} ${scope.livemode} ${request.operation} ${request.key}`;
}
