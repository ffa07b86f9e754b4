// Stands between a process and what it talks to, counts what is worth a blow, and strikes at the ones that were planned.
//
// 1. Everything is passed on as it comes.
// 2. What the client sends is looked at for moments: a COMMIT, a call of Stripe's API.
// 3. At a moment that was planned, either what came is never passed on (`before`), or it is and its answer isn't (`after`).
//    Then the connection is cut, and whoever planned it may kill the process as well.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Finds moments in what a client sends; one for each connection. */
export type Watch = (chunk: Buffer) => boolean;

export interface Blow {
  readonly when: 'before' | 'after';
  /** Called as the connection is cut. */
  readonly strike: () => void;
}

export interface CuttingProxy {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * @param onMoment what happens at the next moment; null for nothing
 */
export async function startCuttingProxy(targetPort: number, createWatch: () => Watch, onMoment: () => Blow | null): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    const watch = createWatch();
    let strikeOnAnswer: (() => void) | null = null;
    const cut = (): void => {
      client.destroy();
      target.destroy();
    };
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (chunk: Buffer) => {
      const blow = watch(chunk) ? onMoment() : null;
      if (blow?.when === 'before') {
        blow.strike();
        cut();
        return;
      }
      if (blow) strikeOnAnswer = blow.strike;
      target.write(chunk);
    });
    target.on('data', (chunk: Buffer) => {
      if (strikeOnAnswer === null) {
        client.write(chunk);
        return;
      }
      strikeOnAnswer();
      cut();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return {
    port: address.port,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/**
 * Finds COMMIT in PostgreSQL's protocol, as a simple query or as one that is parsed.
 * @see https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export function watchCommits(): Watch {
  let rest = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let found = false;
    for (;;) {
      // The first message has no type before its length.
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return found;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return found;
      const type = started ? String.fromCodePoint(rest[0] ?? 0) : '';
      if ((type === 'Q' || type === 'P') && /(^|\0)\s*commit\b/i.test(rest.toString('latin1', 5, Math.min(length, 200)))) found = true;
      started = true;
      rest = rest.subarray(length);
    }
  };
}

/** Finds calls of Stripe's API that change something. */
export function watchStripeCalls(): Watch {
  return (chunk) => chunk.toString('latin1', 0, 9) === 'POST /v1/';
}
