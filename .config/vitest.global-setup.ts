import { shareTestServer } from '@mais/test-kit';

/** One database server for the run, started when the first test asks for it. */
export function setup(): Promise<() => Promise<void>> {
  return shareTestServer();
}
