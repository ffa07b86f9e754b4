import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileId, TenantId } from '../../platform/ids.ts';

/** Where a file's bytes lie. */
export interface FilePlace {
  readonly tenantId: TenantId;
  readonly id: FileId;
}

/** Keeps bytes, whole or not at all. Whose they are and what they are is for the database. */
export interface FileStorage {
  write(place: FilePlace, bytes: Uint8Array): Promise<void>;
  /** Null when there is nothing. */
  read(place: FilePlace): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Does nothing when there is nothing. */
  remove(place: FilePlace): Promise<void>;
}

/** A folder of each tenant's below `folder`. Names are ids of ours; nothing that a customer typed becomes a path. */
export function createDiskStorage(folder: string): FileStorage {
  const pathOf = ({ tenantId, id }: FilePlace): string => join(folder, tenantId, id);
  return {
    async write(place, bytes) {
      const path = pathOf(place);
      await mkdir(join(folder, place.tenantId), { recursive: true, mode: 0o700 });
      // Renamed when it is whole: a process that is killed leaves no half of one.
      const unfinished = `${path}.${randomUUID()}.new`;
      try {
        await writeFile(unfinished, bytes, { mode: 0o600, flush: true });
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async read(place) {
      try {
        return new Uint8Array(await readFile(pathOf(place)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async remove(place) {
      await rm(pathOf(place), { force: true });
    },
  };
}
