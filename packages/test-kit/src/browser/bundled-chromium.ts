import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The Chromium that comes from npm, inflated and ready to run. */
export interface BundledChromium {
  executablePath: string;
  /** where its libraries and fonts are: it needs nothing of the system but glibc */
  env: { LD_LIBRARY_PATH: string; FONTCONFIG_FILE: string };
}

const cacheFolder = fileURLToPath(new URL('../../../../node_modules/.cache/mais-chromium', import.meta.url));

/** Part of the folder's name: raise it when what is put into the folder changes. */
const layout = 1;

/**
 * Inflates the Chromium from npm once per version, in about 3 s, and says where it is.
 * Any number of processes may ask at the same time.
 * @param root the folder to keep it in; defaults to a cache below `node_modules`
 */
export async function prepareBundledChromium(root: string = cacheFolder): Promise<BundledChromium> {
  const folder = join(root, `${await packageVersion()}-${layout}`);
  if (!existsSync(folder)) await inflateInto(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

/** Whoever finishes first renames its whole folder into place; a half-inflated browser is never seen. */
async function inflateInto(folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const staging = await mkdtemp(`${folder}.`);
  try {
    const script = fileURLToPath(new URL('inflate-chromium.ts', import.meta.url));
    await promisify(execFile)(process.execPath, [script], { env: { ...process.env, TMPDIR: staging } });
    await addFonts(staging);
    await rename(staging, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Latin comes with the browser, Japanese and Arabic from npm, so that text looks the same on a bare machine. */
async function addFonts(folder: string): Promise<void> {
  for (const font of ['noto-sans-jp/400Regular/NotoSansJP_400Regular', 'noto-sans-arabic/400Regular/NotoSansArabic_400Regular']) {
    const file = fileURLToPath(import.meta.resolve(`@expo-google-fonts/${font}.ttf`));
    await copyFile(file, join(folder, 'fonts', file.slice(file.lastIndexOf('/') + 1)));
  }
  await writeFile(join(folder, 'fonts.conf'), fontsConfig);
}

const fontsConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <edit name="family" mode="append" binding="strong">
      <string>Open Sans</string><string>Noto Sans JP</string><string>Noto Sans Arabic</string>
    </edit>
  </match>
  <cachedir prefix="relative">fonts-cache</cachedir>
</fontconfig>
`;

async function packageVersion(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'));
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return version;
}
