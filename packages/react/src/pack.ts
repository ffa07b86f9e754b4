// `node packages/react/src/pack.ts`: packs `@mais/sdk` and `@mais/react` for npm, each as a folder and as a tarball.
import { fileURLToPath } from 'node:url';
import { type PackedPackage, packPackage } from '@mais/sdk/pack';

/**
 * Packs what websites install from npm. The two are released together, so they are packed together.
 * @param outDir where to; made when it isn't there
 */
export async function packForNpm(outDir: string): Promise<{ sdk: PackedPackage; react: PackedPackage }> {
  const sdk = await packPackage(fileURLToPath(new URL('../../sdk', import.meta.url)), { '.': 'index.ts', './jsx': 'jsx.ts' }, outDir);
  const react = await packPackage(fileURLToPath(new URL('..', import.meta.url)), { '.': 'index.ts' }, outDir);
  return { sdk, react };
}

if (import.meta.main) {
  const packed = await packForNpm(fileURLToPath(new URL('../dist', import.meta.url)));
  for (const { folder, tarball } of Object.values(packed)) process.stdout.write(`${folder}\n${tarball}\n`);
}
