import { gzipSync } from 'node:zlib';

/**
 * Packs files as npm expects them: a gzipped tar archive with everything below `package/`. The same files give the same bytes,
 * because nothing of the machine goes in: no owner, and npm's own fixed time.
 * @param files by path, such as `index.js`
 */
export function packTarball(files: ReadonlyMap<string, string>): Buffer {
  const blocks = [...files].toSorted(([one], [other]) => (one < other ? -1 : 1)).flatMap(([path, text]) => {
    const content = Buffer.from(text);
    return [header(`package/${path}`, content.byteLength), content, Buffer.alloc(-content.byteLength & (BLOCK_BYTES - 1))];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK_BYTES)]), { level: 9 });
}

const BLOCK_BYTES = 512;

// 1985-10-26T08:15:00Z: what npm and pnpm write, since zip archives can't hold 1970.
const MODIFIED_AT_SECONDS = 499_162_500;

/** The header of one file, as POSIX has it under "ustar Interchange Format". */
function header(path: string, sizeBytes: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  if (Buffer.byteLength(path) > 100) throw new Error(`A tar header has no room for the path ${path}`);
  block.write(path, 0);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(sizeBytes, 11), 124);
  block.write(octal(MODIFIED_AT_SECONDS, 11), 136);
  // The checksum counts itself as eight spaces.
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  block.write(`${octal(block.reduce((sum, byte) => sum + byte, 0), 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
