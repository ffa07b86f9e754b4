import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How to start a program as a user that PostgreSQL accepts. */
export interface ServerUser {
  /** put in front of the program and its arguments */
  prefix: string[];
  /** options for `spawn` */
  ids: { uid?: number; gid?: number };
  /** gives a file or folder to that user */
  own(path: string): Promise<void>;
}

// The one unprivileged user that every Linux distribution has, so none has to be created.
const nobody = 65_534;

/**
 * Chooses the user that PostgreSQL runs as: the caller, or nobody when the caller is root, whom PostgreSQL refuses.
 * @param paths what the server must reach. Below a folder that only root may enter (a clone in `/root`), it is started
 * through `setpriv` and keeps the one capability of passing through.
 */
export async function chooseServerUser(paths: string[]): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {}, own: async () => {} };
  const own = (path: string) => chown(path, nobody, nobody);
  if ((await Promise.all(paths.map(openToAll))).every(Boolean)) return { prefix: [], ids: { uid: nobody, gid: nobody }, own };
  return {
    prefix: ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
    ids: {},
    own,
  };
}

async function openToAll(path: string): Promise<boolean> {
  const parent = dirname(path);
  if (parent === path) return true;
  const { mode } = await stat(parent);
  return (mode & 0o001) !== 0 && openToAll(parent);
}
