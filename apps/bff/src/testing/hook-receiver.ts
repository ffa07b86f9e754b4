import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedHook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly event: { readonly id: string; readonly type: string; readonly createdAt: string; readonly livemode: boolean; readonly data: Readonly<Record<string, unknown>> };
}

/** A tenant's own server, which answers as the test says. */
export interface HookReceiver {
  readonly url: string;
  readonly received: ReceivedHook[];
  /** The status of each answer; `hang` answers never. */
  answer: (hook: ReceivedHook) => number | 'hang';
  close(): Promise<void>;
}

export async function startHookReceiver(): Promise<HookReceiver> {
  const received: ReceivedHook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const hook = { path: request.url ?? '', headers: request.headers, text, event: JSON.parse(text) as ReceivedHook['event'] };
      received.push(hook);
      const status = receiver.answer(hook);
      if (status !== 'hang') response.writeHead(status).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: HookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answer: () => 200,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
  return receiver;
}
