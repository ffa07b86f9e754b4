import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A command of a document, and what of its answer later ones use. */
export interface DocumentCommand {
  readonly command: string;
  /** Names and where in the answer their values are, such as `id` or `days.0.startsAt`. */
  readonly keeps: readonly { readonly name: string; readonly path: string }[];
  /** What the comment at its end says beside. */
  readonly comment: string;
}

/** The commands of a document's `sh` blocks, in order. Each begins at the start of a line. */
export function readCommands(markdown: string): DocumentCommand[] {
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block ?? '');
  return blocks.flatMap((block) => block.split(/\n(?=curl |npx |export )/)).map((text) => {
    const [, command = text.trim(), comment = ''] = /^([\s\S]*?)(?: # ([^\n]*))?$/.exec(text.trim()) ?? [];
    return { command, comment, keeps: [...comment.matchAll(/([A-Z_]+)=([\w.]+)/g)].map(([, name = '', path = '']) => ({ name, path })) };
  });
}

/** Runs a command as a reader would, in a shell, with the values kept so far. @returns its answer; null when it has none */
export async function runCommand(command: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const { stdout } = await promisify(execFile)('bash', ['-c', `set -euo pipefail\n${command}`], { env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', ...env }, timeout: 60_000 });
  return stdout === '' ? null : (JSON.parse(stdout) as unknown);
}

/** The value at a path of an answer. @throws when there is none */
export function valueAt(answer: unknown, path: string): string {
  const value = path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown> | null)?.[key], answer);
  if (value === undefined || value === null) throw new Error(`the answer has nothing at ${path}: ${JSON.stringify(answer)}`);
  return String(value);
}
