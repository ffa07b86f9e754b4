import { setTimeout as sleep } from 'node:timers/promises';

interface Account {
  id: string;
  email: string | null;
  charges_enabled: boolean;
}

interface Delivery {
  account: string | null;
  state: string;
}

const deliveryTimeoutMs = 30_000;

/**
 * Completes the onboarding of the sample tenants' accounts, which nobody would do by hand at the emulator, and waits until the BFF
 * has heard of it. Accounts of tenants that a developer made are left alone: the samples are the ones with an address in the
 * reserved domain `.example`.
 * @param emulator its address
 * @param secretKey the platform's
 * @throws Error when the emulator refuses, or the BFF doesn't take the events
 */
export async function onboardSamples(emulator: string, secretKey: string, signal: AbortSignal): Promise<void> {
  const headers = { authorization: `Bearer ${secretKey}` };
  const { data } = (await ask(`${emulator}/v1/accounts?limit=100`, { headers, signal })) as { data: Account[] };
  const waiting = data.filter(({ email, charges_enabled }) => !charges_enabled && email?.endsWith('.example')).map(({ id }) => id);
  for (const id of waiting) await ask(`${emulator}/_emulator/accounts/${id}/onboard`, { method: 'POST', signal });

  const deadline = performance.now() + deliveryTimeoutMs;
  while (!(await allDelivered(emulator, waiting, signal))) {
    if (performance.now() > deadline) throw new Error('The BFF does not take the events of the sample accounts: logs/bff.log in the data folder says why.');
    await sleep(50, undefined, { signal });
  }
}

async function allDelivered(emulator: string, accounts: string[], signal: AbortSignal): Promise<boolean> {
  if (accounts.length === 0) return true;
  const { data } = (await ask(`${emulator}/_emulator/deliveries?type=account.updated`, { signal })) as { data: Delivery[] };
  return accounts.every((id) => {
    const mine = data.filter(({ account }) => account === id);
    return mine.length > 0 && mine.every(({ state }) => state === 'delivered');
  });
}

async function ask(url: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`The Stripe emulator answers ${answer.status} at ${url}:\n${await answer.text()}`);
  return answer.json();
}
