import type { StackAddresses } from '@mais/local-stack';

/** The product that the tests of this run drive. */
export interface StackUnderTest extends StackAddresses {
  /** of the role that owns the tables */
  databaseUrl: string;
  emulator: string;
  /** where its e-mails become files */
  mailFolder: string;
  /** how far its time is ahead of this machine's */
  clockOffsetSeconds: number;
}

/** Where `run.ts` says it to the test processes. */
export const stackVariable = 'MAIS_E2E_STACK';

/**
 * Reads where the product answers.
 * @throws Error when the tests weren't started by `run.ts`
 */
export function readStack(): StackUnderTest {
  const text = process.env[stackVariable];
  if (text === undefined) throw new Error('Start the end-to-end tests with "pnpm e2e": it starts the product first.');
  return JSON.parse(text) as StackUnderTest;
}
