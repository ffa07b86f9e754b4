import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

import { findMissingPaths } from './find-missing-paths.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('finds a cited file and a link that are not there', () => {
  const text = 'See `packages/test-kit/src/index.ts`, `packages/test-kit/src/gone.ts` and [`this`](gone.md#part).';
  expect(findMissingPaths(root, 'README.md', text)).toEqual(['gone.md', 'packages/test-kit/src/gone.ts']);
});

test('reads src/ as the citing package’s own', () => {
  expect(findMissingPaths(root, 'packages/test-kit/README.md', '`src/index.ts` and `src/gone.ts`')).toEqual(['src/gone.ts']);
});

test('leaves alone what is no path of the repository', () => {
  const text = '`text/html`, `/api/v1/holds`, `<slug>/x`, [site](https://example.com/a/b), `packages/sdk/dist/mais-sdk.js`, `[a-z](?:[0-9])?`\n```\npackages/gone.ts\n```';
  expect(findMissingPaths(root, 'README.md', text)).toEqual([]);
});

test('finds a document that a source cites', () => {
  // In two pieces, or this file would be found out by the check itself.
  const cited = `docs/${'decisions'}/9999-gone.md`;
  expect(findMissingPaths(root, 'apps/x.ts', `/** @see ${cited} */`)).toEqual([cited]);
});
