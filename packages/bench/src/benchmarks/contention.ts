import type { Bench, Benchmark, Measurement } from '../benchmark.ts';
import type { CrowdAnswer, CrowdTask } from '../load/crowd.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import type { HelperProcess } from '../stack/helper-process.ts';
import { percentile } from '../statistics.ts';

const budgetMs = 1_000;
const rounds = 5;

interface Prize {
  readonly name: string;
  readonly tenant: string;
  readonly packageSlug: string;
  readonly clients: number;
  /** what has to come of it */
  readonly outcomes: Record<string, number>;
}

const prizes: readonly Prize[] = [
  {
    name: 'one free day, 1,000 clients, two replicas', tenant: 'bellaweddings', packageSlug: 'full-day-wedding', clients: 1_000,
    outcomes: { '201': 1, '409 slot_taken': 999 },
  },
  {
    name: '12 seats, 200 clients, two replicas', tenant: 'harborkayaks', packageSlug: 'harbour-tour', clients: 200,
    outcomes: { '201': 12, '409 not_enough_seats': 188 },
  },
];

/** How long the last ones of a crowd wait, and that nobody gets what isn't there. */
export const contention: Benchmark = {
  name: 'contention',
  async run(bench) {
    const measurements: Measurement[] = [];
    for (const prize of prizes) measurements.push(await measure(bench, prize));
    return measurements;
  },
};

async function measure(bench: Bench, prize: Prize): Promise<Measurement> {
  const stack = await bench.startStack();
  const crowd = bench.startHelper<CrowdTask, CrowdAnswer>(new URL('../load/crowd.ts', import.meta.url));
  const ports = [await stack.startReplica(), await stack.startReplica()];
  const p99s: number[] = [];
  let asExpected = true;
  for (const startsAt of await listStarts(prize, ports[0] ?? 0)) {
    const { outcomes, latenciesMs } = await sendCrowd(crowd, prize, ports, startsAt);
    const p99 = percentile(latenciesMs, 0.99);
    p99s.push(p99);
    asExpected &&= sameCounts(outcomes, prize.outcomes);
    bench.say(`${prize.name}: ${JSON.stringify(outcomes)}, p99 ${Math.round(p99)} ms`);
  }
  const deadlocks = await countDeadlocks(stack);
  // The first round is the warm-up of processes that have just started; what they did wrong still counts.
  const worstMs = Math.max(...p99s.slice(1));
  return {
    name: `hold: ${prize.name}`,
    measured: `p99 ${Math.round(worstMs)} ms${asExpected ? '' : ', wrong outcomes'}${deadlocks === 0 ? '' : `, ${deadlocks} deadlocks`}`,
    yardstick: null,
    ratio: null,
    budget: `p99 ≤ ${budgetMs} ms; ${Object.entries(prize.outcomes).map(([outcome, count]) => `${count} × ${outcome}`).join(', ')}`,
    passed: asExpected && deadlocks === 0 && worstMs <= budgetMs,
  };
}

function sendCrowd(crowd: HelperProcess<CrowdTask, CrowdAnswer>, prize: Prize, ports: readonly number[], startsAt: string): Promise<CrowdAnswer> {
  const headers = { 'x-tenant-key': `pk_test_${prize.tenant}_sample` };
  return crowd.ask({ ports, clients: prize.clients, headers, body: { package: prize.packageSlug, startsAt, partySize: 1 } });
}

/** Starts of the package that nobody has, one for each round and one for the warm-up. */
async function listStarts(prize: Prize, port: number): Promise<string[]> {
  const dayMs = 86_400_000;
  const starts: string[] = [];
  for (let offset = 15; starts.length <= rounds && offset < 100; offset += 30) {
    const [from, to] = [offset, offset + 29].map((days) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10));
    const url = `http://127.0.0.1:${port}/api/v1/availability?package=${prize.packageSlug}&from=${from}&to=${to}`;
    const answer = await fetch(url, { headers: { 'x-tenant-key': `pk_test_${prize.tenant}_sample` } });
    const { days } = (await answer.json()) as { days: { slots: { startsAt: string }[] }[] };
    starts.push(...days.flatMap((day) => day.slots.slice(0, 1).map((slot) => slot.startsAt)));
  }
  if (starts.length <= rounds) throw new Error(`${prize.packageSlug} offers too few starts`);
  return starts.slice(0, rounds + 1);
}

function sameCounts(one: Record<string, number>, other: Record<string, number>): boolean {
  return Object.keys({ ...one, ...other }).every((key) => one[key] === other[key]);
}

/** Backends report what they have met when they end, so the replicas are stopped first. */
async function countDeadlocks(stack: BenchStack): Promise<number> {
  await stack.stopReplicas();
  const [row] = await stack.sql<{ deadlocks: number }[]>`select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()`;
  return row?.deadlocks ?? -1;
}
