export { createFile } from './create-file.ts';
export { FileNotAcceptedError, FileNotFoundError } from './errors.ts';
export { findHoldOfFile, keepFiles, listFilesOfHold, markUnstored } from './file-repository.ts';
export { createDiskStorage, type FileStorage } from './file-storage.ts';
export type { FilesContext } from './files-context.ts';
export { MAX_FILE_BYTES } from './limits.ts';
export { prepareFile } from './prepare-file.ts';
export { removeFile } from './remove-file.ts';
export { tenantFileRoutes } from './routes.ts';
