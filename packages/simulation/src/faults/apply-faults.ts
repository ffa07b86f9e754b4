import { setTimeout as sleep } from 'node:timers/promises';

import type { History } from '../history.ts';
import type { World } from '../world/world.ts';
import type { FaultPlan } from './fault-plan.ts';

/** Faults that live in the emulator: it forgets them when it is killed, so they are planted again. */
export async function plantFaults(world: World, faults: FaultPlan): Promise<void> {
  for (const [route, planted] of [['faults', faults.stripe], ['webhook-faults', faults.webhooks]] as const) {
    for (const form of planted) await control(world, 'POST', route, form);
  }
}

export async function clearFaults(world: World): Promise<void> {
  await control(world, 'DELETE', 'faults');
  await control(world, 'DELETE', 'webhook-faults');
}

/** Asks something of the emulator that no customer could. */
export async function control(world: Pick<World, 'emulator'>, method: 'POST' | 'DELETE', route: string, form: Readonly<Record<string, string>> = {}): Promise<void> {
  const answer = await fetch(`${world.emulator}/_emulator/${route}`, {
    method, signal: AbortSignal.timeout(20_000), ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the emulator answers ${answer.status} at ${route}: ${text}`);
}

/**
 * Kills and moves the clock at the planned moments, from now on.
 * @returns what waits for the last of them
 */
export function scheduleFaults(world: World, faults: FaultPlan, history: History): () => Promise<void> {
  const note = (what: string): void => history.write({ kind: 'blow', at: world.clock.now().toISOString(), what });
  const kills = faults.kills.map(async ({ victim, atMs, backAfterMs }) => {
    await sleep(atMs);
    note(`killed ${victim}`);
    world.processes[victim].kill(backAfterMs);
    if (victim !== 'emulator') return;
    await world.processes.emulator.up();
    await plantFaults(world, faults).catch(() => {});
  });
  const jumps = faults.jumps.map(async ({ atMs, byMs }) => {
    await sleep(atMs);
    note(`moved the clock by ${byMs / 1_000} s`);
    world.clock.advance(byMs);
    await control(world, 'POST', 'clock/advance', { seconds: '0' }).catch(() => {});
  });
  return async () => {
    await Promise.all([...kills, ...jumps]);
  };
}
