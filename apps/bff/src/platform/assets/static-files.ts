import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { chooseEncoding } from '../http/compress-text.ts';

type Encoding = 'br' | 'gzip';

/** A file that is served from memory, compressed once. */
export interface StaticFile {
  readonly contentType: string;
  readonly etag: string;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly compressed: Readonly<Partial<Record<Encoding, Buffer<ArrayBuffer>>>>;
}

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Reads a folder whole, by address: `/assets/main-abc.js` for `<folder>/assets/main-abc.js`. Source maps and hidden folders
 * stay out; a folder that isn't there is empty.
 */
export async function loadStaticFiles(folder: string, prefix = '/'): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(folder, path).split(sep).join('/');
      const contentType = contentTypes[extname(name)];
      if (!entry.isFile() || contentType === undefined || name.startsWith('.')) return;
      files.set(`${prefix}${name}`, await toStaticFile(await readFile(path), contentType));
    }),
  );
  return files;
}

async function toStaticFile(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<StaticFile> {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  if (!/^text|json|svg/.test(contentType)) return { contentType, etag, bytes, compressed: {} };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  return { contentType, etag, bytes, compressed: { br, gzip: gz } };
}

/** Answers with a file as the client can read it, or 304 when it has it already. */
export function respondWithFile(file: StaticFile, request: Request, cacheControl: string): Response {
  const headers: Record<string, string> = {
    'content-type': file.contentType,
    'cache-control': cacheControl,
    etag: file.etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    // A page that is isolated (COEP) may use it, and one that checks its hash (SRI) may read it.
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
    // Drawn in a page it runs nothing; opened by itself it would, as a page of this origin.
    ...(file.contentType === 'image/svg+xml' ? { 'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; sandbox` } : {}),
  };
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers });
  const encoding = chooseEncoding(request.headers.get('accept-encoding') ?? '');
  const compressed = encoding === null ? undefined : file.compressed[encoding];
  if (encoding === null || compressed === undefined) return new Response(file.bytes, { headers });
  return new Response(compressed, { headers: { ...headers, 'content-encoding': encoding } });
}
