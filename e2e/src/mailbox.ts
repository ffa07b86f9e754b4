import { readdir, readFile } from 'node:fs/promises';

import type { StackUnderTest } from './stack.ts';

const WAIT_MS = 30_000;

/** The text of an e-mail to an address under this title, as soon as it is there. */
export async function waitForMail({ mailFolder }: StackUnderTest, wanted: { to: string; title: string }): Promise<string> {
  for (const deadline = Date.now() + WAIT_MS; ;) {
    const names = await readdir(mailFolder).catch(() => []);
    const mails = await Promise.all(names.filter((name) => name.endsWith('.eml')).map((name) => readFile(`${mailFolder}/${name}`, 'utf8')));
    const found = mails.map(decode).findLast((mail) => mail.includes(wanted.to) && mail.includes(wanted.title));
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`no e-mail "${wanted.title}" came for ${wanted.to}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Lines that were folded, and characters that were written as numbers. @see https://www.rfc-editor.org/rfc/rfc2045#section-6.7 */
function decode(source: string): string {
  const joined = source.replaceAll(/=\r?\n/g, '');
  return joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}
