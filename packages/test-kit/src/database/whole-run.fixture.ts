// A test run from beginning to end: one process shares, others ask.
import { withAdmin } from './create-database.ts';
import { shareTestServer } from './share-test-server.ts';
import { findTestServer } from './test-server.ts';

const close = await shareTestServer();
const mine = await findTestServer();
const again = (await (await fetch(process.env.MAIS_TEST_SERVER ?? '')).json()) as { url: string };
const [row] = await withAdmin(mine.url, (sql) => sql<{ folder: string }[]>`select current_setting('data_directory') as folder`);
await close();
process.stdout.write(JSON.stringify({ folder: row?.folder, sameServer: mine.url === again.url }));
