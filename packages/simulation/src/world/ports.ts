import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports of 127.0.0.1 that are free now. */
export async function findPorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const probe of probes) {
    probe.listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    if (address !== null && typeof address === 'object') ports.push(address.port);
  }
  await Promise.all(probes.map(async (probe) => {
    probe.close();
    await once(probe, 'close');
  }));
  return ports;
}
