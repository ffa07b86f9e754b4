// Asks for one address over many connections, as fast as the server answers. Every answer has the same length, so counting
// bytes is enough to know where one ends: parsing them would cost as much as serving them.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { answerTasks } from '../stack/helper-process.ts';
import { openConnection, writeRequest } from './http-connection.ts';

export interface GetLoadTask {
  readonly port: number;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly connections: number;
  readonly durationMs: number;
}

/** Answers a second. */
export type GetLoadAnswer = number;

answerTasks<GetLoadTask, GetLoadAnswer>(async (task) => {
  const request = writeRequest('GET', task.path, task.headers);
  await assertServed(task);
  const sizeBytes = await measureAnswer(task.port, request);
  let answers = 0;
  const sockets = await Promise.all(Array.from({ length: task.connections }, () => dial(task.port)));
  for (const socket of sockets) {
    let leftBytes = sizeBytes;
    socket.on('data', (chunk) => {
      leftBytes -= chunk.length;
      if (leftBytes > 0) return;
      if (leftBytes < 0) throw new Error('an answer had another length');
      leftBytes = sizeBytes;
      answers += 1;
      socket.write(request);
    });
    socket.write(request);
  }
  const startedAt = performance.now();
  await sleep(task.durationMs);
  const rate = answers / ((performance.now() - startedAt) / 1000);
  for (const socket of sockets) socket.destroy();
  return rate;
});

async function assertServed(task: GetLoadTask): Promise<void> {
  const connection = await openConnection(task.port);
  const { status } = await connection.send('GET', task.path, { headers: task.headers });
  connection.close();
  if (status !== 200) throw new Error(`${task.path} answered ${status}`);
}

/** How long a whole answer is, headers included: no more of it comes for a while. */
async function measureAnswer(port: number, request: Buffer): Promise<number> {
  const socket = await dial(port);
  let sizeBytes = 0;
  socket.on('data', (chunk) => {
    sizeBytes += chunk.length;
  });
  socket.write(request);
  await sleep(100);
  socket.destroy();
  return sizeBytes;
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}
