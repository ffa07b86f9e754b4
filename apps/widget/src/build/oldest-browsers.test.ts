// The build writes syntax for the oldest browsers that `vite.config.ts` names, and leaves calls as they are: what those browsers
// lack would end the widget there, and no test of a new browser would see it.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const folders = ['apps/widget', 'packages/ui', 'packages/api-client', 'packages/embed-protocol', 'packages/languages', 'packages/calendar-links', 'packages/sdk'];
// None of these run in a customer's browser.
const files = globSync(folders.map((folder) => `${folder}/src/**/*.{ts,tsx}`), { cwd: root }).filter((file) => !/\.test\.|\.fixture\.|\/(?:build|compile)\/|first-picture/u.test(file));

/** Younger than Chrome 111, Firefox 121 or Safari 16.4. @see https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference */
const younger = /\b(?:Promise\.(?:withResolvers|try)|URL\.(?:canParse|parse)|AbortSignal\.any|(?:Map|Object)\.groupBy|Array\.fromAsync|Iterator\.from|RegExp\.escape|Error\.isError|Intl\.DurationFormat|Uint8Array\.from(?:Hex|Base64))\b|\.(?:union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom|checkVisibility|moveBefore|startViewTransition)\(|\.(?:values|keys|entries)\(\)\s*\.(?:map|filter|flatMap|some|every|find|reduce|forEach|toArray|take|drop)\(/u;

test('there are sources to look at, and what is looked for would be found', () => {
  expect(files.length).toBeGreaterThan(150);
  expect('const all = [...Object.groupBy(slots, dayOf)]; days.values().map(f)').toMatch(younger);
});

test.each(files)('%s calls nothing that the oldest browsers lack', (file) => {
  const code = readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gmu, '');
  expect(younger.exec(code)?.[0]).toBeUndefined();
});
