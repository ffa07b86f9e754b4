import { once } from 'node:events';
import { connect } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One client's connection to a server on this machine, one request at a time. */
export interface HttpConnection {
  /** @throws when the connection ends before the answer is whole */
  send(method: string, path: string, options?: { headers?: Record<string, string>; body?: unknown }): Promise<HttpAnswer>;
  close(): void;
}

/**
 * A client that costs next to nothing: what shares the processor with the server must not be what is measured. It reads
 * answers with a `Content-Length` and without one, as Node's server sends them, and nothing else.
 */
export async function openConnection(port: number): Promise<HttpConnection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | null = null;

  function fail(error: Error): void {
    waiting?.reject(error);
    waiting = null;
  }

  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = readAnswer(received);
    if (answer === null) return;
    received = Buffer.alloc(0);
    const { resolve } = waiting ?? {};
    waiting = null;
    resolve?.(answer);
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
  await once(socket, 'connect');

  return {
    send(method, path, { headers = {}, body } = {}) {
      const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
      waiting = { resolve, reject };
      socket.write(writeRequest(method, path, headers, body));
      return promise;
    },
    close: () => void socket.destroy(),
  };
}

/** The bytes of a request, as `openConnection` sends them. */
export function writeRequest(method: string, path: string, headers: Record<string, string>, body?: unknown): Buffer {
  const content = body === undefined ? '' : JSON.stringify(body);
  const all: Record<string, string> = { host: '127.0.0.1', ...headers };
  if (body !== undefined) Object.assign(all, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(content)) });
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}\r\n${content}`);
}

/** Null as long as a part of the answer is missing. */
function readAnswer(received: Buffer): HttpAnswer | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = received.toString('latin1', 0, headEnd);
  const bodyStart = headEnd + 4;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  if (received.length < bodyStart + length) return null;
  return { status: Number(head.slice(9, 12)), body: received.toString('utf8', bodyStart, bodyStart + length) };
}
