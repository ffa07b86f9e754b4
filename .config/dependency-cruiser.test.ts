import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterEach, beforeEach, expect, test } from 'vitest';

const config = fileURLToPath(new URL('dependency-cruiser.cjs', import.meta.url));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mais-boundaries-test-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const planted: [rule: string, from: string, to: string][] = [
  ['packages-know-no-app', 'packages/ui/src/theme.ts', 'apps/widget/src/app.ts'],
  ['apps-are-leaves', 'apps/widget/src/app.ts', 'apps/bff/src/index.ts'],
  ['apps-only-by-front-door', 'e2e/src/book.e2e.ts', 'apps/bff/src/app.ts'],
  ['packages-only-by-name', 'packages/ui/src/theme.ts', 'packages/contract/src/money.ts'],
  ['sdk-imports-the-protocol-alone', 'packages/sdk/src/loader.ts', 'packages/contract/src/index.ts'],
  ['pure-packages-import-nothing-of-ours', 'packages/availability/src/offer.ts', 'packages/contract/src/index.ts'],
  ['protocol-and-slot-engine-stand-alone', 'packages/embed-protocol/src/messages.ts', 'node:fs'],
  ['contract-imports-zod-alone', 'packages/contract/src/money.ts', 'node:crypto'],
  ['tooling-stays-out-of-products', 'apps/bff/src/app.ts', 'packages/test-kit/src/index.ts'],
  ['checker-trusts-nobody', 'packages/simulation/src/checker/check.ts', 'packages/simulation/src/history.ts'],
  ['platform-knows-no-feature', 'apps/bff/src/platform/jobs.ts', 'apps/bff/src/features/bookings/index.ts'],
  ['features-meet-at-front-doors', 'apps/bff/src/features/catalog/routes.ts', 'apps/bff/src/features/tenants/repository.ts'],
  ['features-know-no-process', 'apps/bff/src/features/catalog/routes.ts', 'apps/bff/src/worker.ts'],
  ['payments-know-no-booking', 'apps/bff/src/features/payments/settle.ts', 'apps/bff/src/features/bookings/index.ts'],
  ['resolvable', 'apps/bff/src/app.ts', '@mais/gone'],
];

test.each(planted)('%s: %s may not import %s', async (rule, from, to) => {
  await plant(from, to);
  if (/[.]ts$/.test(to)) await plant(to);
  expect(await brokenRules()).toContain(rule);
});

test('no-cycles: two modules may not import each other, not even for types', async () => {
  await plant('packages/ui/src/a.ts', 'packages/ui/src/b.ts');
  await plant('packages/ui/src/b.ts', 'packages/ui/src/a.ts');
  expect(await brokenRules()).toEqual(['no-cycles']);
});

test('what is allowed breaks no rule', async () => {
  await plant('apps/bff/src/features/bookings/create-booking.ts', 'apps/bff/src/features/payments/index.ts');
  await plant('apps/bff/src/features/payments/index.ts', 'apps/bff/src/platform/clock.ts');
  await plant('apps/bff/src/platform/clock.ts');
  await plant('packages/sdk/src/loader.ts', 'packages/sdk/src/mount.ts');
  await plant('packages/sdk/src/mount.ts');
  expect(await brokenRules()).toEqual([]);
});

async function plant(file: string, imported?: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  const source = imported === undefined ? 'export type Thing = string;\n' : `import type { Thing } from '${specifier(file, imported)}';\nexport type Other = Thing;\n`;
  await writeFile(path, source);
}

function specifier(file: string, imported: string): string {
  return imported.endsWith('.ts') ? '../'.repeat(file.split('/').length - 1) + imported : imported;
}

async function brokenRules(): Promise<string[]> {
  const options = await extractDepcruiseOptions(config);
  const { output } = await cruise(['.'], { ...options, baseDir: folder });
  if (typeof output === 'string') throw new Error(output);
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))];
}
