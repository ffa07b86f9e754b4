/** What the guard process is started with, as JSON in its first argument. */
export interface GuardOptions {
  /** absolute; holds `data`, `password` and `server.log` */
  folder: string;
  /** removed when the server has stopped */
  temporary: boolean;
  /** server settings beyond our defaults, as in `postgresql.conf` */
  settings: Record<string, string>;
}

/** What the guard process says, once. */
export type GuardMessage = { kind: 'ready'; port: number } | { kind: 'failed'; message: string };
