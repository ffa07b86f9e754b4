import { rotateMasterKey } from '../jobs/rotate-master-key.ts';
import type { Services } from '../services.ts';
import { UsageError } from './usage-error.ts';

/** `mais rotate-master-key`: wraps the tenants' data keys with the current master key. */
export async function rotateMasterKeyCommand(services: Services): Promise<void> {
  const { current, all } = services.config.masterKeys;
  console.log(`The current master key is ${current.id}.`);
  const { rewrapped, failed } = await rotateMasterKey(services, (count) => console.log(`${count} data keys so far`));
  if (failed.length > 0) {
    throw new UsageError(`${failed.length} data keys are wrapped with a master key that is not known here: set it as TENANT_SECRETS_PREVIOUS_KEY and run this again. Tenants: ${failed.join(', ')}`);
  }
  console.log(rewrapped === 0 ? 'Every data key is wrapped with it.' : `${rewrapped} data keys are wrapped with it now.`);
  if (all.length > 1) {
    console.log('Once every process runs with it: run this once more, wait a day (answers to repeated requests are kept that long), then remove TENANT_SECRETS_PREVIOUS_KEY.');
  }
}
