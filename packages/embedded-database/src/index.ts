export { isAlive } from './postmaster.ts';
export { type EmbeddedDatabase, type EmbeddedDatabaseOptions, startEmbeddedDatabase } from './start-database.ts';
