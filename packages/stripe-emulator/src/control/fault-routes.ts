import type { Hono } from 'hono';
import type { Emulator } from '../emulator.ts';
import { invalidRequest } from '../http/api-error.ts';
import { integer, oneOf, required, text } from '../http/parameters.ts';
import { WEBHOOK_FAULT_KINDS } from '../webhooks/webhook-faults.ts';
import { Chance, anySeed, probability } from './chance.ts';
import { FAULT_KINDS } from './faults.ts';
import type { Planted } from './planted.ts';
import { readControlForm } from './read-control-form.ts';

const striking = { chance: probability(), seed: integer(), times: integer() };

/** A week: webhooks that come later than that tell nothing new. */
const MAX_DELAY_MS = 7 * 24 * 60 * 60 * 1000;

/** Plants faults of the API and of webhooks, shows them and clears them away. */
export function addFaultRoutes(app: Hono, { faults, webhookFaults }: Pick<Emulator, 'faults' | 'webhookFaults'>): void {
  for (const [path, planted] of [['/faults', faults], ['/webhook-faults', webhookFaults]] as const) {
    app.get(path, (http) => http.json({ data: planted.list() }));
    app.delete(path, (http) => {
      planted.clear();
      return http.json({ data: [] });
    });
  }
  app.post('/faults', async (http) => {
    const input = await readControlForm(http, {
      ...striking,
      account: text(),
      code: text(),
      delay_ms: integer(),
      kind: required(oneOf(...FAULT_KINDS)),
      method: oneOf('GET', 'POST', 'DELETE'),
      path: text(),
      status: integer(),
    });
    const status = input.status ?? 500;
    if (status < 400 || status > 599) throw invalidRequest('Invalid status: an error is 400 to 599', { param: 'status' });
    faults.plant({
      ...plantedBy(input),
      account: input.account ?? null,
      code: input.code ?? null,
      delayMs: assertDelay(input.delay_ms ?? 60_000, 'delay_ms'),
      kind: input.kind,
      method: input.method ?? null,
      path: input.path ?? null,
      status,
    });
    return http.json({ data: faults.list() });
  });
  app.post('/webhook-faults', async (http) => {
    const input = await readControlForm(http, {
      ...striking,
      account: text(),
      delay_ms: integer(),
      endpoint: text(),
      kind: required(oneOf(...WEBHOOK_FAULT_KINDS)),
      min_delay_ms: integer(),
      type: text(),
    });
    const most = assertDelay(input.delay_ms ?? (input.kind === 'duplicate' ? 0 : 2000), 'delay_ms');
    const least = assertDelay(input.min_delay_ms ?? 0, 'min_delay_ms');
    if (least > most) throw invalidRequest('Invalid min_delay_ms: greater than delay_ms', { param: 'min_delay_ms' });
    webhookFaults.plant({ ...plantedBy(input), account: input.account ?? null, delayMs: { least, most }, endpoint: input.endpoint ?? null, kind: input.kind, type: input.type ?? null });
    return http.json({ data: webhookFaults.list() });
  });
}

/** By chance it strikes for as long as it is planted, unless told how often; otherwise once. */
function plantedBy({ chance, seed, times }: { chance?: number; seed?: number; times?: number }): Planted {
  if (times !== undefined && times < 1) throw invalidRequest('Invalid times: must be at least 1', { param: 'times' });
  if (chance === undefined) return { chance: null, times: times ?? 1 };
  return { chance: new Chance(chance, seed ?? anySeed()), times: times ?? null };
}

function assertDelay(ms: number, param: string): number {
  if (ms < 0 || ms > MAX_DELAY_MS) throw invalidRequest(`Invalid ${param}: must be from 0 to ${MAX_DELAY_MS}`, { param });
  return ms;
}
