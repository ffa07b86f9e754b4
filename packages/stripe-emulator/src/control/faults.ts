/** What goes wrong with a call. All but `timeout_after_success` happen before it does anything. */
export type FaultKind = 'error_500' | 'conflict_409' | 'rate_limit_429' | 'disconnect' | 'hang' | 'timeout_after_success';

export const FAULT_KINDS = ['error_500', 'conflict_409', 'rate_limit_429', 'disconnect', 'hang', 'timeout_after_success'] as const satisfies readonly FaultKind[];

/** A fault planted for the next calls that match. */
export interface Fault {
  readonly kind: FaultKind;
  /** How many calls it spoils. */
  readonly times: number;
  readonly method: string | null;
  /** The beginning of the address, as `/v1/refunds`; null for every call. */
  readonly path: string | null;
  readonly account: string | null;
  /** How long `hang` and `timeout_after_success` keep the caller waiting before the connection is cut. */
  readonly delayMs: number;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly account: string;
}

/** The faults still to come, in the order they were planted; they live in memory only. */
export class Faults {
  #planted: Fault[] = [];

  plant(fault: Fault): void {
    this.#planted.push(fault);
  }

  clear(): void {
    this.#planted = [];
  }

  list(): readonly Fault[] {
    return this.#planted;
  }

  /** The fault for this call, used up by it. */
  take(call: Call): Fault | null {
    const index = this.#planted.findIndex((fault) => matches(fault, call));
    const fault = this.#planted[index];
    if (fault === undefined) return null;
    if (fault.times > 1) this.#planted[index] = { ...fault, times: fault.times - 1 };
    else this.#planted.splice(index, 1);
    return fault;
  }
}

function matches(fault: Fault, call: Call): boolean {
  return (
    (fault.method === null || fault.method.toUpperCase() === call.method) &&
    (fault.path === null || call.path.startsWith(fault.path)) &&
    (fault.account === null || fault.account === call.account)
  );
}
