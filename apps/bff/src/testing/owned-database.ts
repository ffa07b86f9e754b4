import { randomBytes } from 'node:crypto';
import { createDatabase } from '@mais/test-kit';
import postgres from 'postgres';

export interface OwnedDatabase {
  /** Of a role that owns the database and is no superuser, as a hosted PostgreSQL gives it. */
  readonly ownerUrl: string;
  /** Of the superuser of the tests' server. */
  readonly adminUrl: string;
  close(): Promise<void>;
}

/** An empty database whose owner is bound by row-level security, unlike the superuser of the tests' server. */
export async function createOwnedDatabase(): Promise<OwnedDatabase> {
  const { url: adminUrl, name, drop } = await createDatabase();
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const role = `mais_test_owner_${randomBytes(6).toString('hex')}`;
  const address = new URL(adminUrl);
  address.username = role;
  // The same password as the superuser's, from which those of the roles are derived: other tests are logged in with them.
  const password = decodeURIComponent(address.password).replaceAll("'", "''");
  await admin.unsafe(`create role ${role} login createrole password '${password}'; alter database ${name} owner to ${role}`).simple();
  const existing = await admin<{ rolname: string }[]>`select rolname from pg_roles where rolname in ('mais_app', 'mais_platform')`;
  for (const { rolname } of existing) await admin.unsafe(`grant ${rolname} to ${role} with admin true, inherit false, set false`);
  return {
    adminUrl,
    ownerUrl: address.href,
    async close() {
      await admin.end({ timeout: 1 });
      await drop();
      const { hostname, port, username } = new URL(adminUrl);
      const server = postgres({ host: hostname, port: Number(port), username: decodeURIComponent(username), password: decodeURIComponent(new URL(adminUrl).password), database: 'postgres', max: 1, onnotice: () => {} });
      await server.unsafe(`drop role if exists ${role}`);
      await server.end();
    },
  };
}
