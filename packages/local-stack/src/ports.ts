import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** The ports of one stack; all of them on 127.0.0.1. */
export interface StackPorts {
  bff: number;
  demoSite: number;
  emulator: number;
}

/** Which variable changes which port, and what it is when nobody does. */
const portVariables = {
  bff: { name: 'PORT', fallback: 8787, listener: 'the BFF' },
  demoSite: { name: 'DEMO_PORT', fallback: 8788, listener: 'the demo site' },
  emulator: { name: 'EMULATOR_PORT', fallback: 12_111, listener: 'the Stripe emulator' },
} as const;

/** Where `findPorts` looks; above the ports of well-known servers. */
const portsToFind = { lowest: 20_000, highest: 32_000 };

/**
 * Reads the ports from the environment.
 * @throws Error for a value that is no port, and for two parts on one port
 */
export function readPorts(env: NodeJS.ProcessEnv): StackPorts {
  const ports = { bff: readPort(env, 'bff'), demoSite: readPort(env, 'demoSite'), emulator: readPort(env, 'emulator') };
  const taken = new Map<number, string>();
  for (const part of Object.keys(portVariables) as (keyof StackPorts)[]) {
    const { name } = portVariables[part];
    const other = taken.get(ports[part]);
    if (other !== undefined) throw new Error(`${other} and ${name} are both ${ports[part]}: give one of them another port.`);
    taken.set(ports[part], name);
  }
  return ports;
}

function readPort(env: NodeJS.ProcessEnv, part: keyof StackPorts): number {
  const { name, fallback } = portVariables[part];
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Error(`${name} is not a port: ${text}`);
  return port;
}

/**
 * Checks that nobody listens on these ports yet.
 * @throws Error that names the variable to change
 */
export async function assertPortsFree(ports: StackPorts, parts: (keyof StackPorts)[]): Promise<void> {
  const problems: string[] = [];
  for (const part of parts) {
    const { name, listener } = portVariables[part];
    const code = await tryToListen(ports[part]);
    if (code === 'EADDRINUSE') problems.push(`Port ${ports[part]}, for ${listener}, is taken: stop what listens there, or set ${name} to another port.`);
    else if (code !== null) problems.push(`Can't listen on port ${ports[part]}, for ${listener} (${code}): set ${name} to another port.`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Three ports that are free now, as `findPorts` finds them. */
export async function findFreePorts(): Promise<StackPorts> {
  const [bff = 0, demoSite = 0, emulator = 0] = await findPorts(3);
  return { bff, demoSite, emulator };
}

/**
 * Finds ports of 127.0.0.1 that are free now, and that stay free while a process is started again. They lie below those that
 * systems lend to outgoing connections (from 32768 on Linux, from 49152 elsewhere): a port from among those can be lent to
 * anybody in the moment in which its server is down, who then keeps it for as long as that connection lasts.
 * @throws Error when there are none
 */
export async function findPorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count && tries < 1_000; tries += 1) {
    const port = randomInt(portsToFind.lowest, portsToFind.highest);
    if (!found.has(port) && (await tryToListen(port)) === null) found.add(port);
  }
  if (found.size < count) throw new Error(`No ${count} free ports on this machine.`);
  return [...found];
}

async function tryToListen(port: number): Promise<string | null> {
  const probe = createServer();
  probe.listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
  probe.close();
  await once(probe, 'close');
  return null;
}
