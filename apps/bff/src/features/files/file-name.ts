import type { FileType } from '@mais/contract';

const extensions: Readonly<Record<FileType, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'application/pdf': 'pdf' };

/** In characters; with its extension it fits where a name is kept. */
const LONGEST = 100;

/**
 * A name that is safe to show and to save under: without folders, without what is invisible or turns the reading direction, and
 * with the extension of what the file really is.
 */
export function fileName(given: string, type: FileType): string {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = base
    .replaceAll(/[\p{C}<>:"|?*]/gu, '')
    .replace(/\.[\p{L}\p{N}]{1,5}$/u, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  // Whole characters: half of one can't be kept.
  const short = [...stem].slice(0, LONGEST).join('').trim();
  return `${short === '' ? 'file' : short}.${extensions[type]}`;
}

/** The header that saves a download under its name. @see https://www.rfc-editor.org/rfc/rfc6266 */
export function attachmentOf(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
