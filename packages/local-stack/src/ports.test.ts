import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';

import { assertPortsFree, findFreePorts, findPorts, readPorts } from './ports.ts';

test('takes the usual ports unless told otherwise', () => {
  expect(readPorts({})).toEqual({ bff: 8787, demoSite: 8788, emulator: 12_111 });
  expect(readPorts({ PORT: '9001', DEMO_PORT: '9002', EMULATOR_PORT: '' })).toEqual({ bff: 9001, demoSite: 9002, emulator: 12_111 });
});

test.each(['http', '0', '70000', '80.5', '-1', ' 8787'])('refuses %s as a port', (text) => {
  expect(() => readPorts({ DEMO_PORT: text })).toThrow(`DEMO_PORT is not a port: ${text}`);
});

test('refuses one port for two parts', () => {
  expect(() => readPorts({ EMULATOR_PORT: '8787' })).toThrow('PORT and EMULATOR_PORT are both 8787');
});

test('names the variable of each port that is taken', async () => {
  const ports = await findFreePorts();
  const others = [createServer().listen(ports.bff, '127.0.0.1'), createServer().listen(ports.emulator)];
  await Promise.all(others.map((other) => once(other, 'listening')));
  const checking = assertPortsFree(ports, ['bff', 'demoSite', 'emulator']);
  await expect(checking).rejects.toThrow(
    `Port ${ports.bff}, for the BFF, is taken: stop what listens there, or set PORT to another port.\n` +
      `Port ${ports.emulator}, for the Stripe emulator, is taken: stop what listens there, or set EMULATOR_PORT to another port.`,
  );
  await assertPortsFree(ports, ['demoSite']);
  for (const other of others) other.close();
});

test('finds ports that no outgoing connection is lent', async () => {
  const ports = await findPorts(20);
  expect(new Set(ports).size).toBe(20);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});
