import { expect, test } from 'vitest';
import { attachmentOf, fileName } from './file-name.ts';

test.each([
  ['photo.PNG', 'photo.png'],
  ['photo.php', 'photo.png'],
  ['photo', 'photo.png'],
  ['C:\\Users\\ana\\Desktop\\logo.gif', 'logo.png'],
  ['../../etc/passwd', 'passwd.png'],
  ['..', 'file.png'],
  ['.htaccess', 'htaccess.png'],
  ['', 'file.png'],
  ['a\u202Egnp.exe', 'agnp.png'],
  ['zero\u200Bwidth\u0000.pdf', 'zerowidth.png'],
  ['<img src=x>.svg', 'img src=x.png'],
  ['パスポート 1ページ.pdf', 'パスポート 1ページ.png'],
  [`${'💩'.repeat(200)}.png`, `${'💩'.repeat(100)}.png`],
  ['version 1.2 of it.pdf', 'version 1.2 of it.png'],
])('%j is kept as %j', (given, expected) => {
  expect(fileName(given, 'image/png')).toBe(expected);
});

test('a download carries its name in ASCII and whole', () => {
  expect(attachmentOf('Zoë’s "pass".pdf')).toBe(`attachment; filename="Zo__s _pass_.pdf"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20%22pass%22.pdf`);
});
