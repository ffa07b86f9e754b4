import type { Catalog } from '../catalog/index.ts';

/** Who edits prices, and against what the edit is checked. */
export interface Editor {
  readonly actor: string;
  readonly requestId: string;
  readonly now: Date;
  readonly currency: string;
  readonly country: string;
  readonly catalog: Catalog;
}
