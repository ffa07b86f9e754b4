const TABLES = {
  payments: ['Payments', ['Created', 'Payment', 'Account', 'Amount', 'Fee', 'Description', 'Status']],
  refunds: ['Refunds', ['Created', 'Refund', 'Account', 'Amount', 'Reason', 'Status']],
  disputes: ['Disputes', ['Created', 'Dispute', 'Account', 'Amount', 'Reason', 'Answer by', 'Status']],
  payouts: ['Payouts', ['Created', 'Payout', 'Account', 'Amount', 'Arrives', 'Status']],
  events: ['Events', ['Created', 'Event', 'Account', 'About', 'Type']],
  deliveries: ['Webhook deliveries', ['Event', 'Endpoint', 'Attempts', 'Answer', 'Status']],
  accounts: ['Connected accounts', ['Account', 'Business', 'Country', 'Currency', 'Status']],
} as const;

/** What has happened in the emulator; its script fills the tables and keeps them fresh. */
export function overviewPage(): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stripe emulator</title>
<link rel="stylesheet" href="/pages/overview.css">
<body>
<header>
  <h1>Stripe emulator</h1>
  <p class="badge">Test mode</p>
  <p id="notice" role="status"></p>
  <p id="now"></p>
</header>
<main>${Object.entries(TABLES).map(([id, [title, columns]]) => table(id, title, columns)).join('')}</main>
<script src="/pages/overview.js"></script>
</body>
</html>`;
}

function table(id: string, title: string, columns: readonly string[]): string {
  return `<section aria-labelledby="${id}-title">
  <h2 id="${id}-title">${title}</h2>
  <div class="scroll"><table>
    <thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join('')}</tr></thead>
    <tbody id="${id}"><tr><td class="empty" colspan="${columns.length}">Nothing yet</td></tr></tbody>
  </table></div>
</section>`;
}
