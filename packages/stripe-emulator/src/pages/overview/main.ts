import type { Row, Summary } from './summary.ts';

const REFRESH_MS = 2000;

void refreshForever();

async function refreshForever(): Promise<void> {
  for (;;) {
    if (!document.hidden) await refresh();
    await new Promise((resolve) => {
      setTimeout(resolve, REFRESH_MS);
    });
  }
}

async function refresh(): Promise<void> {
  try {
    const response = await fetch('/pages/summary');
    show((await response.json()) as Summary);
  } catch {
    say('The emulator does not answer.');
  }
}

function show({ held, now, tables }: Summary): void {
  say(held ? 'Webhooks are held back.' : '');
  const clock = document.getElementById('now');
  if (clock !== null) clock.textContent = `${now.slice(0, 19).replace('T', ' ')} UTC`;
  for (const [id, rows] of Object.entries(tables)) {
    const body = document.getElementById(id);
    if (body !== null && rows.length > 0) body.replaceChildren(...rows.map((row) => tableRow(row)));
  }
}

function tableRow({ cells, state, tone }: Row): HTMLTableRowElement {
  const row = document.createElement('tr');
  for (const cell of cells) row.insertCell().textContent = cell;
  const label = document.createElement('span');
  label.className = `state ${tone}`;
  label.textContent = state;
  row.insertCell().append(label);
  return row;
}

function say(text: string): void {
  const notice = document.getElementById('notice');
  if (notice !== null && notice.textContent !== text) notice.textContent = text;
}
