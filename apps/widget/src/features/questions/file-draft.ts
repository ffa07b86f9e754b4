/** A file's draft as `AnswerDrafts` keep it: the hold that it was sent for, its id, and its name, which has no slash in it. */
export interface FileDraft {
  readonly holdId: string;
  readonly fileId: string;
  readonly name: string;
}

/** While it is on its way. */
export const UNFINISHED = '…';

export function toFileDraft({ holdId, fileId, name }: FileDraft): string {
  return `${holdId}/${fileId}/${name}`;
}

/** Null while there is none, or it is on its way. */
export function readFileDraft(draft: string): FileDraft | null {
  const [holdId, fileId, name] = draft.split('/');
  return holdId && fileId && name ? { holdId, fileId, name } : null;
}
