import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const baselines = fileURLToPath(new URL('../../baselines', import.meta.url));
const artifacts = fileURLToPath(new URL('../../.artifacts/visual', import.meta.url));

// How far a pixel may be off (0 to 1), and how many may: enough for a rounded edge, not for a moved letter.
const THRESHOLD = 0.1;
const MOST_DIFFERENT = 40;

/** Whether this run takes new baselines: `UPDATE_BASELINES=1 pnpm e2e visual`. */
const isUpdate = process.env['UPDATE_BASELINES'] === '1';

/**
 * Compares a screenshot with its baseline; where they differ, both and their difference are put into `.artifacts/visual`.
 * @returns what is wrong, or null
 */
export async function compareWithBaseline(name: string, screenshot: Buffer): Promise<string | null> {
  const file = join(baselines, `${name}.png`);
  const before = await readFile(file).catch(() => null);
  if (isUpdate) {
    // One that still fits stays as it is, byte for byte.
    if (before === null || differenceOf(before, screenshot) !== null) await keep(baselines, name, screenshot);
    return null;
  }
  if (before === null) {
    await keep(artifacts, `${name}.now`, screenshot);
    return `${name} has no baseline; take one with UPDATE_BASELINES=1 pnpm e2e visual`;
  }
  const difference = differenceOf(before, screenshot);
  if (difference === null) return null;
  await keep(artifacts, `${name}.before`, before);
  await keep(artifacts, `${name}.now`, screenshot);
  if (difference.picture !== null) await keep(artifacts, `${name}.difference`, difference.picture);
  return `${name}: ${difference.text}; see e2e/.artifacts/visual/${name}.*.png`;
}

function differenceOf(before: Buffer, now: Buffer): { text: string; picture: Buffer | null } | null {
  const [old, next] = [PNG.sync.read(before), PNG.sync.read(now)];
  if (old.width !== next.width || old.height !== next.height) {
    return { text: `${old.width} × ${old.height} px became ${next.width} × ${next.height} px`, picture: null };
  }
  const picture = new PNG({ width: old.width, height: old.height });
  const count = pixelmatch(old.data, next.data, picture.data, old.width, old.height, { threshold: THRESHOLD });
  return count <= MOST_DIFFERENT ? null : { text: `${count} pixels differ`, picture: PNG.sync.write(picture) };
}

async function keep(folder: string, name: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.png`), content);
}
