import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { EmulatorOptions } from './context.ts';
import { Emulator } from './emulator.ts';
import type { DispatcherOptions } from './webhooks/dispatcher.ts';
import type { ConfiguredEndpoint } from './webhooks/endpoints.ts';

export interface StartOptions extends Partial<EmulatorOptions> {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The address that answers link to, where browsers know the emulator by another one than it listens on. */
  readonly publicUrl?: string;
  /** Where the state is kept; without it, in memory only. */
  readonly stateFile?: string;
  readonly webhookEndpoints?: readonly ConfiguredEndpoint[];
  readonly clock?: Clock;
  readonly deliveries?: Partial<DispatcherOptions>;
}

export interface RunningEmulator {
  /** Its address, without a slash at its end. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The state and its controls, for tests in the same process. */
  readonly emulator: Emulator;
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;

const DELIVERIES: DispatcherOptions = {
  retryDelaysMs: [500, 1000, 2000, 5000, 15_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS],
  giveUpAfterMs: 3 * 24 * 60 * MINUTE_MS,
  timeoutMs: 10_000,
};

const OPTIONS: EmulatorOptions = { captureDelayMs: 0, disputeDelayMs: 0, payoutDelayMs: 24 * 60 * MINUTE_MS, processingDelayMs: 5000, refundDelayMs: 5000 };

/**
 * Starts the emulator and resolves when it listens.
 * @throws when the port is taken or the state file can't be read
 */
export async function startStripeEmulator(options: StartOptions = {}): Promise<RunningEmulator> {
  const host = options.host ?? '127.0.0.1';
  // The address has to be known before the state opens, since answers link to it; requests wait for the app.
  let fetchApp: ((request: Request, env: object) => Response | Promise<Response>) | undefined;
  const server = createAdaptorServer({ fetch: (request, env) => fetchApp?.(request, env) ?? new Response(null, { status: 503 }) }) as Server;
  const port = await listen(server, options.port ?? 0, host);
  const url = options.publicUrl?.replace(/\/$/, '') ?? `http://${host}:${port}`;
  try {
    const emulator = new Emulator({
      url,
      stateFile: options.stateFile,
      webhookEndpoints: options.webhookEndpoints ?? [],
      clock: options.clock ?? systemClock,
      options: { ...OPTIONS, ...definedOnly(options) },
      deliveries: { ...DELIVERIES, ...options.deliveries },
    });
    const app = createApp(emulator);
    fetchApp = (request, env) => app.fetch(request, env);
    return { url, host, port, emulator, close: () => close(server, emulator) };
  } catch (error) {
    server.close();
    throw error;
  }
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, emulator: Emulator): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
  await emulator.close();
}

function definedOnly({ captureDelayMs, disputeDelayMs, payoutDelayMs, processingDelayMs, refundDelayMs }: StartOptions): Partial<EmulatorOptions> {
  return {
    ...(captureDelayMs === undefined ? {} : { captureDelayMs }),
    ...(disputeDelayMs === undefined ? {} : { disputeDelayMs }),
    ...(payoutDelayMs === undefined ? {} : { payoutDelayMs }),
    ...(processingDelayMs === undefined ? {} : { processingDelayMs }),
    ...(refundDelayMs === undefined ? {} : { refundDelayMs }),
  };
}
