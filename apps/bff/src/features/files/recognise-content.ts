import type { FileType } from '@mais/contract';

/**
 * What a file is by its first bytes; null for whatever isn't taken. SVG and HTML, which can carry scripts, have no such bytes, and
 * what hides them before a PDF's is refused with them.
 */
export function recogniseContent(bytes: Uint8Array): FileType | null {
  if (beginsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (beginsWith(bytes, '\xff\xd8\xff')) return 'image/jpeg';
  if (beginsWith(bytes, 'RIFF') && textAt(bytes, 8, 4) === 'WEBP') return 'image/webp';
  return isPdf(bytes) ? 'application/pdf' : null;
}

/** Readers look for the end mark in the last kilobyte. @see ISO 32000-1, 7.5.2 and implementation note 18 */
function isPdf(bytes: Uint8Array): boolean {
  return /^%PDF-[12]\.\d/.test(textAt(bytes, 0, 8)) && textAt(bytes, Math.max(0, bytes.length - 1024), 1024).includes('%%EOF');
}

function beginsWith(bytes: Uint8Array, start: string): boolean {
  return textAt(bytes, 0, start.length) === start;
}

/** One character a byte. */
function textAt(bytes: Uint8Array, from: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, from + length);
}
