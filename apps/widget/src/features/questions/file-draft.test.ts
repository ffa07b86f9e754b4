import { expect, test } from 'vitest';

import { UNFINISHED, readFileDraft, toFileDraft } from './file-draft.ts';

test('a file is kept in a draft and read from it', () => {
  const file = { holdId: 'h', fileId: 'f', name: 'パスポート, p. 1.pdf' };
  expect(readFileDraft(toFileDraft(file))).toEqual(file);
});

test.each(['', UNFINISHED, 'h/f', 'h//x.pdf'])('%j is no file', (draft) => {
  expect(readFileDraft(draft)).toBeNull();
});
