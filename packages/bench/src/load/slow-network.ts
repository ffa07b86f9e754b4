// Stands between a client and a server on this machine, and lets every byte from client to server arrive later.
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

import { answerTasks } from '../stack/helper-process.ts';

export interface SlowNetworkTask {
  readonly targetPort: number;
  /** added to every round trip */
  readonly delayMs: number;
}

/** The port that leads to the target. */
export type SlowNetworkAnswer = number;

answerTasks<SlowNetworkTask, SlowNetworkAnswer>(async ({ targetPort, delayMs }) => {
  const server = createServer({ noDelay: true }, (client) => {
    const target = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    client.on('data', (chunk) => void setTimeout(() => target.writable && target.write(chunk), delayMs));
    target.on('data', (chunk) => client.write(chunk));
    closeTogether(client, target);
  });
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  return (server.address() as AddressInfo).port;
});

function closeTogether(one: Socket, other: Socket): void {
  for (const [from, to] of [[one, other], [other, one]] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}
