import { configFrom } from './config/config.ts';
import { EnvError, readEnv } from './config/env.ts';
import { startWorker } from './jobs/start-worker.ts';
import { createLogger } from './platform/log.ts';
import { onStopSignal } from './platform/stop-signal.ts';
import { createServices } from './services.ts';

async function main(): Promise<void> {
  const config = configFrom(readEnv());
  const log = createLogger({ level: config.logLevel, name: 'worker' });
  const services = await createServices({ config, log, name: 'mais worker' });
  const worker = await startWorker(services);
  if (config.mail.smtpUrl === null) log.info({ folder: config.mail.outboxFolder }, 'SMTP_URL is not set: e-mails become files');
  log.info('working');
  onStopSignal(async () => {
    await worker.stop();
    await services.close();
    log.info('stopped');
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof EnvError ? error.message : error);
  process.exit(1);
});
