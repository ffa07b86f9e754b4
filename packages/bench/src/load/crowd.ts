// A crowd that wants the same time at the same moment: every client opens a connection of its own and asks once.
import { randomUUID } from 'node:crypto';

import { answerTasks } from '../stack/helper-process.ts';
import { openConnection } from './http-connection.ts';

export interface CrowdTask {
  /** the replicas; clients take turns */
  readonly ports: readonly number[];
  readonly clients: number;
  readonly headers: Record<string, string>;
  readonly body: object;
}

export interface CrowdAnswer {
  /** how often each outcome came: `201`, `409 slot_taken`, … */
  readonly outcomes: Record<string, number>;
  /** from dialling to the whole answer, one a client */
  readonly latenciesMs: readonly number[];
}

answerTasks<CrowdTask, CrowdAnswer>(async (task) => {
  const visits = await Promise.all(Array.from({ length: task.clients }, (_, index) => visit(task, task.ports[index % task.ports.length] ?? 0)));
  const outcomes: Record<string, number> = {};
  for (const { outcome } of visits) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { outcomes, latenciesMs: visits.map((one) => one.latencyMs) };
});

async function visit(task: CrowdTask, port: number): Promise<{ outcome: string; latencyMs: number }> {
  const startedAt = performance.now();
  const connection = await openConnection(port);
  const answer = await connection.send('POST', '/api/v1/holds', { headers: { ...task.headers, 'idempotency-key': randomUUID() }, body: task.body });
  const latencyMs = performance.now() - startedAt;
  connection.close();
  const { code } = JSON.parse(answer.body) as { code?: string };
  return { outcome: code === undefined ? String(answer.status) : `${answer.status} ${code}`, latencyMs };
}
