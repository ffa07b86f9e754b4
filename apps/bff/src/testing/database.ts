import { createDatabase, ensureTemplate } from '@mais/test-kit';
import { connectDatabase, type Sql } from '../platform/db/connect.ts';
import { migrate } from '../platform/db/migrate.ts';
import { roleUrl } from '../platform/db/role-urls.ts';

export interface MigratedDatabase {
  readonly ownerUrl: string;
  /** Pools of the two roles that the application connects as. */
  readonly app: Sql;
  readonly platform: Sql;
  close(): Promise<void>;
}

/** A database of the test file's own, at the newest schema and empty. */
export async function createMigratedDatabase(options: { poolSize?: number } = {}): Promise<MigratedDatabase> {
  const template = await ensureTemplate('bff', async (url) => {
    await migrate(url);
  });
  const { url: ownerUrl, drop } = await createDatabase({ template });
  // The roles' passwords belong to the cluster, their right to connect to this database.
  await migrate(ownerUrl);
  const poolSize = options.poolSize ?? 10;
  const app = connectDatabase(roleUrl(ownerUrl, 'mais_app'), { name: 'test app', poolSize });
  const platform = connectDatabase(roleUrl(ownerUrl, 'mais_platform'), { name: 'test platform', poolSize });
  async function close(): Promise<void> {
    await Promise.all([app.end({ timeout: 5 }), platform.end({ timeout: 5 })]);
    await drop();
  }
  return { ownerUrl, app, platform, close };
}
