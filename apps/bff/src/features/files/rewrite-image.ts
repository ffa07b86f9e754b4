import type { FileType } from '@mais/contract';
import sharp, { type Sharp } from 'sharp';
import { FileNotAcceptedError } from './errors.ts';
import { MAX_PIXELS } from './limits.ts';

type ImageType = Exclude<FileType, 'application/pdf'>;

// Nothing but what is recognised here is ever read, whatever else the library knows.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

const formats: Readonly<Record<ImageType, { readonly read: string; write(image: Sharp): Sharp }>> = {
  'image/png': { read: 'png', write: (image) => image.png() },
  'image/jpeg': { read: 'jpeg', write: (image) => image.jpeg({ quality: 88 }) },
  'image/webp': { read: 'webp', write: (image) => image.webp({ quality: 88 }) },
};

/**
 * Writes an image anew, upright: what stood in it beside its pixels, such as where it was taken, is gone. Of one that moves the
 * first picture stays.
 * @throws FileNotAcceptedError when it is broken, or not what its first bytes say
 */
export function rewriteImage(bytes: Uint8Array, type: ImageType): Promise<Uint8Array> {
  return oneAtATime(async () => {
    const { read, write } = formats[type];
    try {
      const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true });
      const { format } = await image.metadata();
      if (format !== read) throw new Error(`it is ${format}`);
      return await write(image.autoOrient()).timeout({ seconds: 20 }).toBuffer();
    } catch {
      throw new FileNotAcceptedError('The image could not be read; save it again as PNG or JPEG.');
    }
  });
}

let last: Promise<unknown> = Promise.resolve();

/** A picture unpacked is many times its file: several at once could take all the memory. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
}
