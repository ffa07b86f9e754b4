import { createRandom, type Random } from '../random.ts';

export const faultKinds = [
  'kill', 'kill-at-commit', 'kill-at-stripe-call', 'cut-at-commit', 'cut-at-stripe-call', 'stripe-errors', 'stripe-timeouts',
  'webhook-delays', 'webhook-duplicates', 'webhook-reorders', 'webhook-drops', 'tenant-servers', 'clock-jumps', 'stripe-kept-errors',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** What is killed or cut off. */
export const victims = ['bff-1', 'bff-2', 'worker', 'emulator'] as const;
export type Victim = (typeof victims)[number];

/** A blow at the n-th moment that a proxy sees of its kind. */
export interface PlannedBlow {
  readonly victim: Victim;
  readonly nth: number;
  readonly when: 'before' | 'after';
  /** Null where only the connection is cut. */
  readonly killedForMs: number | null;
}

export interface FaultPlan {
  readonly kinds: readonly FaultKind[];
  readonly kills: readonly { readonly victim: Victim; readonly atMs: number; readonly backAfterMs: number }[];
  readonly commits: readonly PlannedBlow[];
  readonly stripeCalls: readonly PlannedBlow[];
  /** Forms for the emulator's control routes. */
  readonly stripe: readonly Readonly<Record<string, string>>[];
  readonly webhooks: readonly Readonly<Record<string, string>>[];
  /** How many of the deliveries to tenants' servers go wrong. */
  readonly tenantServers: number;
  readonly jumps: readonly { readonly atMs: number; readonly byMs: number }[];
}

const DAY_MS = 86_400_000;

/**
 * Draws what goes wrong in a run.
 * @param allowed the kinds to draw from; each run takes about half of them, since those that always come together hide what each alone would show
 * @param durationMs how long customers are busy
 */
export function drawFaults(seed: number, allowed: readonly FaultKind[], durationMs: number): FaultPlan {
  const random = createRandom(seed, 'faults');
  const drawn = allowed.filter(() => random.chance(0.5));
  const kinds = allowed.length === 1 || drawn.length === 0 ? allowed : drawn;
  const has = (kind: FaultKind): boolean => kinds.includes(kind);
  // Each kind has a stream of its own, so that leaving one out doesn't change the others.
  const of = (kind: FaultKind): Random => createRandom(seed, kind);
  return {
    kinds,
    kills: has('kill') ? some(of('kill'), 1, 3, (by) => ({ victim: by.pick(victims), atMs: by.between(200, durationMs), backAfterMs: by.between(50, 1_200) })) : [],
    commits: [
      ...(has('kill-at-commit') ? blows(of('kill-at-commit'), 1, 2, 30, true) : []),
      ...(has('cut-at-commit') ? blows(of('cut-at-commit'), 3, 10, 60, false) : []),
    ],
    stripeCalls: [
      ...(has('kill-at-stripe-call') ? blows(of('kill-at-stripe-call'), 1, 2, 6, true) : []),
      ...(has('cut-at-stripe-call') ? blows(of('cut-at-stripe-call'), 2, 5, 12, false) : []),
    ],
    stripe: [
      ...(has('stripe-errors') ? stripeErrors(of('stripe-errors')) : []),
      ...(has('stripe-kept-errors') ? stripeKeptErrors(of('stripe-kept-errors')) : []),
      ...(has('stripe-timeouts') ? stripeTimeouts(of('stripe-timeouts')) : []),
    ],
    webhooks: [
      ...(has('webhook-drops') ? [{ kind: 'drop', chance: chanceOf(of('webhook-drops'), 0.3), seed: seedOf(of('webhook-drops')) }] : []),
      ...(has('webhook-delays') ? [{ kind: 'delay', chance: chanceOf(of('webhook-delays'), 0.4), seed: seedOf(of('webhook-delays')), min_delay_ms: '1000', delay_ms: String(3 * DAY_MS) }] : []),
      ...(has('webhook-duplicates') ? [{ kind: 'duplicate', chance: chanceOf(of('webhook-duplicates'), 0.5), seed: seedOf(of('webhook-duplicates')), delay_ms: '3600000' }] : []),
      ...(has('webhook-reorders') ? [{ kind: 'reorder', chance: chanceOf(of('webhook-reorders'), 0.4), seed: seedOf(of('webhook-reorders')), delay_ms: '5000' }] : []),
    ],
    tenantServers: has('tenant-servers') ? 0.1 + 0.4 * of('tenant-servers').next() : 0,
    jumps: has('clock-jumps') ? some(of('clock-jumps'), 1, 3, (by) => ({ atMs: by.between(500, durationMs), byMs: by.between(60, 1_800) * 1_000 })) : [],
  };
}

function some<T>(random: Random, least: number, most: number, make: (random: Random) => T): T[] {
  return Array.from({ length: random.between(least, most) }, () => make(random));
}

function blows(random: Random, least: number, most: number, withinFirst: number, kills: boolean): PlannedBlow[] {
  return some(random, least, most, (by) => ({
    victim: by.pick(['bff-1', 'bff-2', 'worker'] as const),
    nth: by.between(1, withinFirst),
    when: by.pick(['before', 'after'] as const),
    killedForMs: kills ? by.between(50, 1_200) : null,
  }));
}

function stripeErrors(random: Random): Record<string, string>[] {
  return [
    { kind: 'error_500', chance: chanceOf(random, 0.1), seed: seedOf(random) },
    { kind: 'error', status: '503', chance: chanceOf(random, 0.05), seed: seedOf(random) },
    { kind: 'conflict_409', chance: chanceOf(random, 0.1), seed: seedOf(random) },
    { kind: 'rate_limit_429', chance: chanceOf(random, 0.1), seed: seedOf(random) },
    { kind: 'disconnect', chance: chanceOf(random, 0.05), seed: seedOf(random) },
  ];
}

/** Answers that Stripe gives to the same key of idempotency for a day. */
function stripeKeptErrors(random: Random): Record<string, string>[] {
  return ['kept_500', 'kept_500_after_success'].map((kind) => ({ kind, method: 'POST', chance: chanceOf(random, 0.15), seed: seedOf(random) }));
}

function stripeTimeouts(random: Random): Record<string, string>[] {
  return [
    { kind: 'timeout_after_success', method: 'POST', delay_ms: '200', chance: chanceOf(random, 0.25), seed: seedOf(random) },
    { kind: 'hang', delay_ms: '400', chance: chanceOf(random, 0.1), seed: seedOf(random) },
  ];
}

function chanceOf(random: Random, most: number): string {
  return (most * (0.2 + 0.8 * random.next())).toFixed(3);
}

function seedOf(random: Random): string {
  return String(random.between(1, 1_000_000));
}
