import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of another origin that embeds the stand-in for Stripe.js, under the strictest policy that it has to work with. */
export interface CheckoutPage {
  readonly url: string;
  close(): Promise<void>;
}

interface CheckoutOptions {
  readonly emulatorUrl: string;
  readonly background?: string;
  /** The page's own script; `window.Stripe` is there. */
  readonly script: string;
}

/** Serves the page on a free port. */
export async function serveCheckoutPage(options: CheckoutOptions): Promise<CheckoutPage> {
  const server = createServer((_request, response) => {
    const nonce = randomBytes(16).toString('base64');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(nonce, options.emulatorUrl) });
    response.end(html(nonce, options));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function policy(nonce: string, emulator: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${emulator}`,
    `style-src 'nonce-${nonce}'`,
    `frame-src ${emulator}`,
    `connect-src ${emulator}`,
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function html(nonce: string, { emulatorUrl, background = '#ffffff', script }: CheckoutOptions): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Checkout</title>
<style nonce="${nonce}">body { margin: 0; padding: 24px; max-width: 420px; background: ${background}; font-family: sans-serif }</style>
<body>
<h1 hidden>Checkout</h1>
<div id="payment"></div>
<button type="button" id="pay">Pay</button>
<output id="result"></output>
<script src="${emulatorUrl}/js/stripe.js"></script>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}
