/** What the server takes, and looks at itself; said here so that nobody waits for a refusal. */
export const FILE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'] as const;

export const MAX_FILE_BYTES = 10 * 1024 * 1024;
