const MIB = 1024 * 1024;

/** A phone's photo or a scanned page stays below. */
export const MAX_FILE_BYTES = 10 * MIB;

/** What one hold may have, the files that were replaced by others included. */
export const MAX_FILES_PER_HOLD = 10;
export const MAX_BYTES_PER_HOLD = 40 * MIB;

/** What a tenant's files may take together where its row says nothing else. */
export const USUAL_QUOTA_BYTES = 1024 * MIB;

/** Twice what phones take; an image of few bytes can be of many more. */
export const MAX_PIXELS = 100_000_000;
