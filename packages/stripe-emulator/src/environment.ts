import { type Clock, fileClock, offsetClock } from './clock.ts';
import { isLiveKey } from './http/authenticate.ts';
import type { ConfiguredEndpoint } from './webhooks/endpoints.ts';

/** What the process is told by its environment. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly stateFile: string | undefined;
  readonly publicUrl: string | undefined;
  readonly clock: Clock;
  readonly webhookEndpoints: readonly ConfiguredEndpoint[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment.
 * @throws with every bad variable named, also for a live key: where one is set, the real Stripe is meant
 */
export function readEnvironment(variables: Variables): Environment {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith('STRIPE_') && value !== undefined && isLiveKey(value)) problems.push(`${name} is a live key: the Stripe emulator does not start with one`);
  }
  const port = Number(variables['EMULATOR_PORT'] ?? 12111);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('EMULATOR_PORT is not a port');
  const offset = Number(variables['CLOCK_OFFSET_SECONDS'] ?? 0);
  if (!Number.isInteger(offset)) problems.push('CLOCK_OFFSET_SECONDS is not a whole number of seconds');
  const clockFile = variables['CLOCK_FILE'];
  const webhookEndpoints = readEndpoints(variables['EMULATOR_WEBHOOK_ENDPOINTS'] ?? '[]', problems);
  const publicUrl = variables['EMULATOR_PUBLIC_URL'];
  if (publicUrl !== undefined && !URL.canParse(publicUrl)) problems.push('EMULATOR_PUBLIC_URL is not a URL');
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { port, host: variables['HOST'] ?? '127.0.0.1', stateFile: variables['EMULATOR_STATE_FILE'], publicUrl, webhookEndpoints, clock: clockFile === undefined ? offsetClock(offset) : fileClock(clockFile, offsetClock(offset)) };
}

function readEndpoints(json: string, problems: string[]): ConfiguredEndpoint[] {
  try {
    const value: unknown = JSON.parse(json);
    if (Array.isArray(value) && value.every(isEndpoint)) return value;
  } catch {
    // Said below, as for JSON of another shape.
  }
  problems.push('EMULATOR_WEBHOOK_ENDPOINTS is not a JSON array of { "url", "secret", "connect" }');
  return [];
}

function isEndpoint(value: unknown): value is ConfiguredEndpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { url, secret, connect } = value as Record<string, unknown>;
  return typeof url === 'string' && URL.canParse(url) && typeof secret === 'string' && secret !== '' && typeof connect === 'boolean';
}
