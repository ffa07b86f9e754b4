import { createHash } from 'node:crypto';
import type { FileType } from '@mais/contract';
import { FileNotAcceptedError } from './errors.ts';
import { fileName } from './file-name.ts';
import { recogniseContent } from './recognise-content.ts';
import { rewriteImage } from './rewrite-image.ts';

/** A file that may be kept. */
export interface PreparedFile {
  readonly name: string;
  readonly type: FileType;
  readonly bytes: Uint8Array;
  readonly sha256: Buffer;
}

/**
 * Looks at what was sent. Images are written anew; a PDF stays as it is, and is never shown in a page of ours.
 * @throws FileNotAcceptedError
 */
export async function prepareFile(name: string, given: Uint8Array): Promise<PreparedFile> {
  const type = recogniseContent(given);
  if (type === null) throw new FileNotAcceptedError('Send a PNG, JPEG or WebP image, or a PDF.');
  const bytes = type === 'application/pdf' ? given : await rewriteImage(given, type);
  return { name: fileName(name, type), type, bytes, sha256: createHash('sha256').update(bytes).digest() };
}
