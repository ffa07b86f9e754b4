import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePorts, type StackAddresses, type StackPorts } from '@mais/local-stack';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../packages/local-stack/src/main.ts', import.meta.url));
const running = new Set<ChildProcess>();

let dataFolder: string;
let ports: StackPorts;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'mais-start-e2e-'));
  await chmod(dataFolder, 0o755);
  ports = await findFreePorts();
});

afterEach(async () => {
  for (const child of running) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(dataFolder, { recursive: true, force: true });
});

test('starts, keeps its folder from another start, stops when asked, and finds its data again', async () => {
  const first = start();
  const addresses = await ready();
  expect(addresses).toEqual({
    bff: `http://127.0.0.1:${ports.bff}`,
    demoSite: `http://127.0.0.1:${ports.demoSite}`,
    emulator: `http://127.0.0.1:${ports.emulator}`,
  });
  const before = await accountOf(addresses, 'studionord');
  expect(before).toMatch(/^acct_/);
  expect((await stat(join(dataFolder, 'secrets.json'))).mode & 0o777).toBe(0o600);
  for (const address of Object.values(addresses)) expect(first.output()).toContain(address);

  const intruder = start(await findFreePorts());
  expect(await intruder.exitCode).toBe(1);
  expect(intruder.output()).toContain(`The data folder ${dataFolder} is in use by process`);
  expect((await fetch(`${addresses.bff}/readyz`)).ok).toBe(true);

  expect(await first.stop('SIGTERM')).toBe(0);
  await everythingIsGone();
  expect(existsSync(join(dataFolder, 'ready.json'))).toBe(false);

  const second = start();
  expect(await accountOf(await ready(), 'studionord')).toBe(before);
  expect(await second.stop('SIGINT')).toBe(0);
  await everythingIsGone();
});

test.runIf(existsSync('/proc/self'))('stops the rest and says why when a part crashes', async () => {
  const stack = start();
  await ready();
  process.kill(await findChild(stack.pid, 'packages/stripe-emulator/src/main.ts'), 'SIGKILL');
  expect(await stack.exitCode).toBe(1);
  expect(stack.output()).toContain('stripe-emulator was ended by SIGKILL. Its last lines:');
  await everythingIsGone();
});

test('leaves nothing when it is killed, and starts again on what was left', async () => {
  const killed = start();
  const before = await accountOf(await ready(), 'marinaspa');
  await killed.stop('SIGKILL');
  await everythingIsGone();
  // What a killed process said is still there; the next start takes it back before anything else.
  expect(existsSync(join(dataFolder, 'ready.json'))).toBe(true);
  start();
  await expect.poll(() => existsSync(join(dataFolder, 'ready.json'))).toBe(false);
  expect(await accountOf(await ready(), 'marinaspa')).toBe(before);
});

test('refuses a port that is taken, before anything is started', async () => {
  const other = createServer().listen(ports.demoSite, '127.0.0.1');
  await once(other, 'listening');
  const stack = start();
  expect(await stack.exitCode).toBe(1);
  expect(stack.output()).toContain(`Port ${ports.demoSite}, for the demo site, is taken: stop what listens there, or set DEMO_PORT to another port.`);
  expect(existsSync(join(dataFolder, 'postgres'))).toBe(false);
  other.close();
});

function start(on: StackPorts = ports) {
  const own = Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('STRIPE_'));
  const env = { ...Object.fromEntries(own), MAIS_DATA_DIR: dataFolder, PORT: `${on.bff}`, DEMO_PORT: `${on.demoSite}`, EMULATOR_PORT: `${on.emulator}` };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exitCode,
    stop: (signal: NodeJS.Signals) => {
      child.kill(signal);
      return exitCode;
    },
  };
}

async function ready(): Promise<StackAddresses> {
  const file = join(dataFolder, 'ready.json');
  await expect.poll(() => existsSync(file), { timeout: 60_000, message: 'ready.json does not appear' }).toBe(true);
  return JSON.parse(await readFile(file, 'utf8')) as StackAddresses;
}

/** Held by the database and known to the emulator: both have to find it again. */
async function accountOf({ bff, emulator }: StackAddresses, slug: string): Promise<string> {
  const answer = await fetch(`${bff}/api/v1/widget/config?key=pk_test_${slug}_sample`);
  const { stripe } = (await answer.json()) as { stripe: { accountId: string } };
  const known = await fetch(`${emulator}/v1/accounts/${stripe.accountId}`, { headers: { authorization: 'Bearer sk_test_emulator' } });
  expect(known.status).toBe(200);
  return stripe.accountId;
}

async function everythingIsGone(): Promise<void> {
  for (const port of Object.values(ports)) {
    await expect.poll(() => answers(port), { timeout: 15_000 }).toBe(false);
  }
  await expect.poll(() => existsSync(join(dataFolder, 'postgres/data/postmaster.pid')), { timeout: 10_000 }).toBe(false);
}

/** On a connection of its own, which keeps no server from closing. */
function answers(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const request = get({ host: '127.0.0.1', port, agent: false }, (response) => {
      response.resume();
      settle(true);
    });
    request.on('error', () => settle(false));
  });
}

async function findChild(parentPid: number, scriptPath: string): Promise<number> {
  const pids = (await readFile(`/proc/${parentPid}/task/${parentPid}/children`, 'utf8')).trim().split(' ').map(Number);
  for (const pid of pids) {
    if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes(scriptPath)) return pid;
  }
  throw new Error(`${scriptPath} does not run.`);
}
