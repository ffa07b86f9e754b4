import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { FileStorage } from './file-storage.ts';

/** What the verbs of this feature act with. */
export interface FilesContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly storage: FileStorage;
}
