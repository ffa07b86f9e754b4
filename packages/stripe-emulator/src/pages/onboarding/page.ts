import type Stripe from 'stripe';
import { escapeHtml } from '../html.ts';

/** The page behind an account link, where a business would tell Stripe about itself. */
export function onboardingPage(account: Stripe.Account, token: string): string {
  const name = account.business_profile?.name ?? account.email ?? account.id;
  const due = account.requirements?.currently_due ?? [];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Get paid by Stripe</title>
<link rel="stylesheet" href="/pages/onboarding.css">
<body>
<main>
  <p class="badge">Test mode</p>
  <h1>Get paid by Stripe</h1>
  <p><strong>${escapeHtml(name)}</strong> is about to take payments. Stripe would ask for the following here; the emulator takes your word for it.</p>
  <ul>${due.map((requirement) => `<li>${escapeHtml(requirement)}</li>`).join('')}</ul>
  <form method="post" action="/setup/${escapeHtml(token)}">
    <button class="primary" name="action" value="complete">Complete onboarding</button>
    <button name="action" value="leave">Return without finishing</button>
  </form>
</main>
</body>
</html>`;
}
