import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const places = /(?:file:\/\/)?(\/[^\s():]+\.mjs):(\d+):(\d+)/g;

/**
 * Writes into the logs of a run that is kept where in the sources each line of a stack is. Node would do it itself with
 * `--enable-source-maps`, but then each start takes half as long again.
 */
export async function nameSourcesIn(folder: string): Promise<void> {
  const maps = new Map<string, SourceMap | null>();
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(places, (place, program: string, line: string, column: string) => {
      if (!maps.has(program)) maps.set(program, readMap(program));
      const origin = maps.get(program)?.findOrigin(Number(line), Number(column));
      return origin && 'fileName' in origin ? `${resolve(dirname(program), origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}` : place;
    }));
  }
}

function readMap(program: string): SourceMap | null {
  const file = `${program}.map`;
  return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload) : null;
}
