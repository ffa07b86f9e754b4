import { readEnvironment } from './environment.ts';
import { startStripeEmulator } from './start-emulator.ts';

await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function start(): Promise<void> {
  const { stateFile, publicUrl, ...environment } = readEnvironment(process.env);
  const running = await startStripeEmulator({ ...environment, ...(stateFile === undefined ? {} : { stateFile }), ...(publicUrl === undefined ? {} : { publicUrl }) });
  console.log(`Stripe emulator on ${running.url}`);
  const stop = (): void => {
    void running.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
