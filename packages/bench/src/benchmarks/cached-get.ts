import { alternate } from '../alternate.ts';
import type { Bench, Benchmark, Measurement } from '../benchmark.ts';
import type { GetLoadAnswer, GetLoadTask } from '../load/get-load.ts';
import type { BareHonoAnswer, BareHonoTask } from '../yardsticks/bare-hono.ts';

const paths = ['/api/v1/packages', '/api/v1/widget/config'];
const key = 'pk_test_bellaweddings_sample';
const rounds = 9;
const roundMs = 2_000;
const connections = 64;
const budget = 0.8;

/** Answers that are ready as bytes, from a whole BFF process, against a bare Hono app with the same bytes. */
export const cachedGet: Benchmark = {
  name: 'cached-get',
  async run(bench) {
    const stack = await bench.startStack();
    const port = await stack.startReplica();
    const measurements: Measurement[] = [];
    for (const path of paths) measurements.push(await compare(bench, port, path));
    return measurements;
  },
};

async function compare(bench: Bench, port: number, path: string): Promise<Measurement> {
  const headers = { 'x-tenant-key': key };
  const bare = bench.startHelper<BareHonoTask, BareHonoAnswer>(new URL('../yardsticks/bare-hono.ts', import.meta.url));
  const load = bench.startHelper<GetLoadTask, GetLoadAnswer>(new URL('../load/get-load.ts', import.meta.url));
  const barePort = await bare.ask({ path, ...(await readAnswer(port, path, headers)) });
  const measure = (target: number) => load.ask({ port: target, path, headers, connections, durationMs: roundMs });
  const { measured, yardstick, ratio } = await alternate(rounds, () => measure(port), () => measure(barePort));
  bench.say(`${path}: ${Math.round(measured)} answers/s, bare ${Math.round(yardstick)}/s`);
  return {
    name: `cached GET ${path}`,
    measured: `${Math.round(measured)} answers/s`,
    yardstick: `${Math.round(yardstick)} answers/s`,
    ratio,
    budget: `≥ ${budget}`,
    passed: ratio >= budget,
  };
}

/** What the yardstick is to return: the body and every header but those that Node's server adds by itself. */
async function readAnswer(port: number, path: string, headers: Record<string, string>): Promise<{ headers: Record<string, string>; body: string }> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const own = [...answer.headers].filter(([name]) => !['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'].includes(name));
  return { headers: Object.fromEntries(own), body: await answer.text() };
}
