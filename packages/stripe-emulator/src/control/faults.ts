import type { Planted } from './planted.ts';
import { PlantedFaults } from './planted.ts';

/** What goes wrong with a call. All but those `_after_success` leave it undone; the kept ones are what its key of idempotency is answered with from then on. */
export const FAULT_KINDS = ['error', 'error_500', 'kept_500', 'kept_500_after_success', 'conflict_409', 'rate_limit_429', 'disconnect', 'hang', 'timeout_after_success'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault planted for the calls that match. */
export interface Fault extends Planted {
  readonly kind: FaultKind;
  readonly method: string | null;
  /** The beginning of the address, as `/v1/refunds`, with `*` for one part of it; null for every call. */
  readonly path: string | null;
  readonly account: string | null;
  /** How long `hang` and `timeout_after_success` keep the caller waiting before the connection is cut. */
  readonly delayMs: number;
  /** What `error` answers with: a status from 400 to 599, and a code for it. */
  readonly status: number;
  readonly code: string | null;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly account: string;
  /** Whether its key has an answer already: nothing begins then. */
  readonly isReplay: boolean;
}

/** The faults of the API still to come. */
export class Faults extends PlantedFaults<Fault> {
  /** The fault for this call. */
  take(call: Call): Fault | null {
    return this.takeFirst((fault) => matches(fault, call));
  }
}

function matches(fault: Fault, call: Call): boolean {
  return (
    !(call.isReplay && (fault.kind === 'kept_500' || fault.kind === 'kept_500_after_success')) &&
    (fault.method === null || fault.method.toUpperCase() === call.method) &&
    (fault.path === null || beginsWith(call.path, fault.path)) &&
    (fault.account === null || fault.account === call.account)
  );
}

function beginsWith(path: string, pattern: string): boolean {
  if (!pattern.includes('*')) return path.startsWith(pattern);
  const parts = path.split('/');
  const wanted = pattern.split('/');
  return wanted.every((part, index) => (part === '*' ? parts[index] !== undefined : parts[index] === part));
}
