import type { Origin } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import type { Editor } from './editing.ts';
import { OriginExistsError, OriginLimitError, OriginNotFoundError } from './errors.ts';
import { deleteOrigin, insertOrigin, listOrigins, lockOrigins, type OriginRow } from './origin-repository.ts';
import { isLoopbackOrigin, normaliseOrigin } from './origin.ts';

const MAX_ORIGINS = 50;

/** All of them stand in one header of the embed page, and proxies commonly take 8 kB of headers (nginx, `proxy_buffer_size`). */
const MAX_CHARACTERS = 4_000;

export async function readOrigins(tx: TenantTx): Promise<Origin[]> {
  return (await listOrigins(tx)).map(presentOrigin);
}

/** Lets a website embed the widget. @throws InvalidRequestError, OriginExistsError, OriginLimitError */
export async function addOrigin(tx: TenantTx, by: Editor, text: string): Promise<Origin> {
  const origin = normaliseOrigin(text);
  if (origin === null) throw new InvalidRequestError([{ pointer: '/origin', detail: 'must be an origin such as https://www.example.com, without a path, a name or a wildcard' }]);
  if (!origin.startsWith('https:') && !isLoopbackOrigin(origin)) throw new InvalidRequestError([{ pointer: '/origin', detail: 'must begin with https://, but for the own machine' }]);
  await lockOrigins(tx);
  const others = await listOrigins(tx);
  if (others.some((other) => other.origin === origin)) throw new OriginExistsError();
  if (others.length >= MAX_ORIGINS || others.reduce((sum, other) => sum + other.origin.length, origin.length) > MAX_CHARACTERS) throw new OriginLimitError();
  const row = { id: newId(), origin, createdAt: by.now };
  await insertOrigin(tx, row);
  await recordAudit(tx, { actor: by.actor, action: 'origin.added', entity: 'origin', entityId: row.id, change: { origin }, requestId: by.requestId, at: by.now });
  return presentOrigin(row);
}

/** Keeps a website from embedding the widget, from the next page that is opened there. @throws OriginNotFoundError */
export async function removeOrigin(tx: TenantTx, by: Editor, id: string): Promise<void> {
  const origin = await deleteOrigin(tx, id);
  if (origin === null) throw new OriginNotFoundError();
  await recordAudit(tx, { actor: by.actor, action: 'origin.removed', entity: 'origin', entityId: id, change: { origin }, requestId: by.requestId, at: by.now });
}

function presentOrigin({ createdAt, ...row }: OriginRow): Origin {
  return { ...row, createdAt: createdAt.toISOString() };
}
