// One of several test processes that want the same template.
import { withAdmin } from './create-database.ts';
import { ensureTemplate } from './ensure-template.ts';

await ensureTemplate('fixture', (url) => withAdmin(url, async (sql) => {
  await sql`create table builds (at timestamptz not null)`;
  await sql`insert into builds select now() from pg_sleep(0.2)`;
}));
