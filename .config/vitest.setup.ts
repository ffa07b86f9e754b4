import { vi } from 'vitest';

/** As long as `expect.poll` waits: vitest's own second is too short for a browser on a busy machine, and has no setting. */
const PATIENCE_MS = 15_000;

const waitFor = vi.waitFor.bind(vi);
vi.waitFor = (callback, options = PATIENCE_MS) => waitFor(callback, options);
