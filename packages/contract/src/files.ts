import { z } from 'zod';
import { typedText } from './text.ts';

/** What is taken, known by its content; its name and what the request calls it count for nothing. */
export const FileType = z.enum(['image/png', 'image/jpeg', 'image/webp', 'application/pdf']);

/** The body is the file itself. */
export const FileUploadQuery = z.strictObject({
  holdId: z.uuid('must be a UUID').toLowerCase(),
  name: typedText({ min: 1, max: 255 }).describe('What the file is called; kept without folders and what no name should have'),
  key: z.string().optional(),
});

/** A file that a customer has uploaded: its id is the answer to a question of kind `file`. */
export const UploadedFile = z
  .object({ id: z.uuid(), name: z.string(), mediaType: FileType, sizeBytes: z.int().positive().describe('As it is kept: images are written anew') })
  .meta({ id: 'UploadedFile' });

export type FileType = z.infer<typeof FileType>;
export type UploadedFile = z.infer<typeof UploadedFile>;
