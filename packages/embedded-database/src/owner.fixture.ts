// Stands for any process that asks for a database and is killed.
import { startEmbeddedDatabase } from './start-database.ts';

await startEmbeddedDatabase({ folder: process.argv[2] ?? '', temporary: true });
process.send?.('started');
setInterval(() => {}, 60_000);
