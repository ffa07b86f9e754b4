import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a real deployment is given, made up once for this machine. */
export interface LocalSecrets {
  JWT_SECRET: string;
  TENANT_SECRETS_ENCRYPTION_KEY: string;
  STRIPE_WEBHOOK_SECRET: string;
  STRIPE_CONNECT_WEBHOOK_SECRET: string;
}

/**
 * Reads the secrets of the data folder, and makes up those that are missing.
 * @returns the same ones at every start; the file is for its owner alone
 */
export async function loadSecrets(folder: string): Promise<LocalSecrets> {
  const file = join(folder, 'secrets.json');
  const kept = await readKept(file);
  const secrets: LocalSecrets = {
    JWT_SECRET: kept.JWT_SECRET ?? randomBytes(48).toString('base64url'),
    TENANT_SECRETS_ENCRYPTION_KEY: kept.TENANT_SECRETS_ENCRYPTION_KEY ?? randomBytes(32).toString('hex'),
    STRIPE_WEBHOOK_SECRET: kept.STRIPE_WEBHOOK_SECRET ?? `whsec_${randomBytes(24).toString('hex')}`,
    STRIPE_CONNECT_WEBHOOK_SECRET: kept.STRIPE_CONNECT_WEBHOOK_SECRET ?? `whsec_${randomBytes(24).toString('hex')}`,
  };
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
  return secrets;
}

async function readKept(file: string): Promise<Partial<LocalSecrets>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  try {
    return JSON.parse(text) as Partial<LocalSecrets>;
  } catch (cause) {
    throw new Error(`${file} is not JSON. Without it what the database holds encrypted can't be read: restore it, or remove the whole data folder.`, { cause });
  }
}
