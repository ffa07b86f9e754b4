import { EmbedderLink } from '../shared/embedder-link.ts';

const embedder = new EmbedderLink();
const parameters = new URL(window.location.href).searchParams;

for (const button of document.querySelectorAll('button')) button.addEventListener('click', () => void decide(button.value));
document.querySelector('button')?.focus();

/** Tells the bank's decision to the emulator, then goes back to where the customer came from. */
async function decide(outcome: string): Promise<void> {
  for (const button of document.querySelectorAll('button')) button.disabled = true;
  const body = new URLSearchParams(parameters);
  body.set('outcome', outcome);
  const response = await fetch('/js/authenticate', { method: 'POST', body });
  const { status } = (await response.json()) as { status?: string };
  if (embedder.embedded) embedder.post({ kind: 'authenticated' });
  else leave(status === 'succeeded' || status === 'processing');
}

function leave(passed: boolean): void {
  const returnUrl = parameters.get('return_url');
  if (returnUrl === null || !/^https?:/.test(returnUrl)) return;
  const url = new URL(returnUrl);
  for (const name of ['payment_intent', 'payment_intent_client_secret']) url.searchParams.set(name, parameters.get(name) ?? '');
  url.searchParams.set('redirect_status', passed ? 'succeeded' : 'failed');
  window.location.assign(url);
}
