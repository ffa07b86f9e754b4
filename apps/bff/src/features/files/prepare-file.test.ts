import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { FileNotAcceptedError } from './errors.ts';
import { prepareFile } from './prepare-file.ts';

const red = { create: { width: 40, height: 20, channels: 3, background: 'red' } } as const;
const secret = 'somewhere that nobody should know';

async function photo(): Promise<Buffer> {
  // Turned by its metadata, as phones do.
  return sharp(red).jpeg().withExif({ IFD0: { ImageDescription: secret } }).withMetadata({ orientation: 6 }).toBuffer();
}

describe('a file that is prepared', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('is a %s, whatever it is called', async (format) => {
    const { type, name, bytes } = await prepareFile('holiday.exe', await sharp(red).toFormat(format).toBuffer());
    expect(type).toBe(`image/${format}`);
    expect(name).toBe(`holiday.${format === 'jpeg' ? 'jpg' : format}`);
    expect(await sharp(bytes).metadata()).toMatchObject({ format, width: 40, height: 20 });
  });

  it('has lost what stood in the image beside its pixels, and stands upright', async () => {
    const given = await sharp(await photo()).withExif({ IFD0: { ImageDescription: secret } }).withMetadata({ orientation: 6 }).toBuffer();
    const { bytes } = await prepareFile('photo.jpg', given);
    expect(given.includes(secret) || (await sharp(given).metadata()).orientation === 6).toBe(true);
    expect(Buffer.from(bytes).includes(secret)).toBe(false);
    const { exif, orientation, width, height } = await sharp(bytes).metadata();
    expect({ exif, orientation, width, height }).toEqual({ exif: undefined, orientation: undefined, width: 20, height: 40 });
  });

  it('has lost what was hung on behind the image', async () => {
    const { bytes } = await prepareFile('logo.png', Buffer.concat([await sharp(red).png().toBuffer(), Buffer.from('<script>alert(1)</script>')]));
    expect(Buffer.from(bytes).includes('<script>')).toBe(false);
  });

  it('may be a PDF, which stays as it came', async () => {
    const given = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
    expect(await prepareFile('terms.html', given)).toMatchObject({ type: 'application/pdf', name: 'terms.pdf', bytes: given });
  });

  const refused: [string, string | (() => Promise<Buffer>)][] = [
    ['nothing', ''],
    ['a text', 'hello'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['an SVG behind a declaration', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['HTML before a PDF', '<script>alert(1)</script>%PDF-1.7\n%%EOF'],
    ['a PDF without its end', '%PDF-1.7\nhello'],
    ['a version of PDF that there is not', '%PDF-9.9\n%%EOF'],
    ['a GIF', async () => sharp(red).gif().toBuffer()],
    ['a TIFF', async () => sharp(red).tiff().toBuffer()],
    ['an AVIF', async () => sharp(red).avif().toBuffer()],
    ['a ZIP', 'PK\x03\x04'],
    ['a program', '\x7fELF'],
    ['the first bytes of a PNG alone', '\x89PNG\r\n\x1a\n'],
    ['the first bytes of a PNG and HTML', '\x89PNG\r\n\x1a\n<script>alert(1)</script>'],
    ['the first bytes of a JPEG and HTML', '\xff\xd8\xff<script>alert(1)</script>'],
    ['half a PNG', async () => (await sharp({ create: { ...red.create, width: 600, height: 600, noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).png().toBuffer()).subarray(0, 20_000)],
    ['more pixels than are unpacked', async () => sharp({ create: { width: 20_000, height: 6_000, channels: 3, background: 'red' }, limitInputPixels: false }).png().toBuffer()],
  ];
  it.each(refused)('is not %s', async (_, given) => {
    const bytes = typeof given === 'string' ? Buffer.from(given, 'latin1') : await given();
    await expect(prepareFile('a.png', bytes)).rejects.toThrow(FileNotAcceptedError);
  });
});
