// `node packages/sdk/src/release.ts`: builds the loader and keeps it as the release of the version in package.json.
import { fileURLToPath } from 'node:url';
import { buildSdk } from './build.ts';
import { keepRelease } from './releases.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const { version, integrity } = await buildSdk(dist);
process.stdout.write(`${version} ${integrity}\n${await keepRelease(dist)}\n`);
