// Customers who hold a time and book it, each on a connection and in a room of its own, one booking after the other.
import { randomUUID } from 'node:crypto';

import { benchKey, roomCount, startOf } from '../stack/bench-tenant.ts';
import { answerTasks } from '../stack/helper-process.ts';
import { type HttpConnection, openConnection } from './http-connection.ts';

export interface BookingLoadTask {
  readonly port: number;
  /** of each room: the number of the first start to book, and the last to use */
  readonly firstStart: number;
  readonly durationMs: number;
}

export interface BookingLoadAnswer {
  readonly bookings: number;
  readonly bookingsPerSecond: number;
  /** the next start that nobody has booked in any room */
  readonly nextStart: number;
}

answerTasks<BookingLoadTask, BookingLoadAnswer>(async (task) => {
  const connections = await Promise.all(Array.from({ length: roomCount }, () => openConnection(task.port)));
  const startedAt = performance.now();
  const deadline = startedAt + task.durationMs;
  const ends = await Promise.all(connections.map((connection, room) => bookUntil(connection, room, task.firstStart, deadline)));
  const elapsedMs = performance.now() - startedAt;
  for (const connection of connections) connection.close();
  const bookings = ends.reduce((sum, end) => sum + end - task.firstStart, 0);
  return { bookings, bookingsPerSecond: bookings / (elapsedMs / 1000), nextStart: Math.max(...ends) };
});

async function bookUntil(connection: HttpConnection, room: number, firstStart: number, deadline: number): Promise<number> {
  let next = firstStart;
  for (; performance.now() < deadline; next += 1) {
    const { packageSlug, startsAt } = startOf(room, next);
    const hold = await send(connection, '/api/v1/holds', { package: packageSlug, startsAt, partySize: 1 });
    await send(connection, '/api/v1/bookings', {
      holdId: hold.id, holdToken: hold.token, addOns: [],
      customer: { name: 'Ana Customer', email: `ana.${room}.${next}@example.com` },
    });
  }
  return next;
}

async function send(connection: HttpConnection, path: string, body: object): Promise<{ id: string; token: string }> {
  const answer = await connection.send('POST', path, { headers: { 'x-tenant-key': benchKey, 'idempotency-key': randomUUID() }, body });
  if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as { id: string; token: string };
}
