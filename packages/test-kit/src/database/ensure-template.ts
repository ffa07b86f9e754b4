import { withAdmin, withDatabase } from './create-database.ts';
import { findTestServer } from './test-server.ts';

/**
 * Builds a database to copy from, once per test run, however many processes ask for it at the same time.
 * @param name tells templates of one run apart: lower-case letters, digits and underscores
 * @param build fills the empty database at the given address, and closes its connections
 * @returns what to give to `createDatabase` as `template`
 * @throws Error what `build` throws; the next who asks builds it again
 */
export async function ensureTemplate(name: string, build: (url: string) => Promise<void>): Promise<string> {
  const server = await findTestServer();
  const template = `${server.prefix}template_${name}`;
  await withAdmin(server.url, async (sql) => {
    // One lock for all templates: builds that create the same roles must not run side by side.
    await sql`select pg_advisory_lock(hashtext(${`${server.prefix}template`}))`;
    const [existing] = await sql<{ done: boolean }[]>`select datistemplate as done from pg_database where datname = ${template}`;
    if (existing?.done) return;
    if (existing) await sql`drop database ${sql(template)} with (force)`;
    await sql`create database ${sql(template)} template template0`;
    await build(withDatabase(server.url, template));
    await sql`alter database ${sql(template)} is_template true`;
  });
  return template;
}
