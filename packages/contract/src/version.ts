import { z } from 'zod';

/** Of two who change the same thing at once, the second one is told instead of undoing the first one's work. */
export const Version = z.int().min(1).max(2_147_483_647).describe('The `version` of what you read before; a change that was made meanwhile answers 409');
