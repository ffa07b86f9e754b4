import type { Closure, ClosureRequest, Resource, ResourceChange, ResourceRequest } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { ChangedMeanwhileError, InvalidRequestError } from '../../../platform/errors.ts';
import { recordAudit } from '../../audit/index.ts';
import type { Editor } from '../../tenants/index.ts';
import { ClosureNotFoundError, ResourceInUseError, ResourceNotFoundError } from '../errors.ts';
import { deleteClosure, findResourceForUpdate, findUseBeyond, insertClosure, insertResource, listResources, updateResource, type ResourceRow } from './resource-repository.ts';

export async function readResources(tx: TenantTx): Promise<Resource[]> {
  return (await listResources(tx)).map(presentResource);
}

export async function createResource(tx: TenantTx, by: Editor, { name, units = 1 }: ResourceRequest): Promise<Resource> {
  const id = await insertResource(tx, { name, units }, by.now);
  return noted(tx, by, id, 'resource.created', { name, units });
}

/** @throws ResourceNotFoundError, ChangedMeanwhileError, ResourceInUseError when bookings or holds take more than would be left */
export async function changeResource(tx: TenantTx, by: Editor, id: string, { version, ...change }: ResourceChange): Promise<Resource> {
  const before = await findResourceForUpdate(tx, id);
  if (!before) throw new ResourceNotFoundError();
  if (before.version !== version) throw new ChangedMeanwhileError(before.version);
  const { name = before.name, units = before.units } = change;
  const usedUntil = units < before.units ? await findUseBeyond(tx, id, units, by.now) : null;
  if (usedUntil !== null) throw new ResourceInUseError(usedUntil);
  await updateResource(tx, id, { name, units });
  return noted(tx, by, id, 'resource.updated', { name, units });
}

/** Closes days: bookings of theirs stay, and nothing more can be held. @throws InvalidRequestError */
export async function createClosure(tx: TenantTx, by: Editor, { startsOn, endsOn, reason = '', ...request }: ClosureRequest): Promise<Closure> {
  const resource = request.resource ?? null;
  if (resource !== null && (await listResources(tx, resource)).length === 0) throw new InvalidRequestError([{ pointer: '/resource', detail: 'is no resource of yours; GET /resources lists them' }]);
  const closure = await insertClosure(tx, { startsOn, endsOn, reason, resource });
  if (!closure) throw new ClosureNotFoundError();
  await recordAudit(tx, { actor: by.actor, action: 'closure.created', entity: 'closure', entityId: closure.id, change: { startsOn, endsOn, resource }, requestId: by.requestId, at: by.now });
  return closure;
}

/** @throws ClosureNotFoundError */
export async function removeClosure(tx: TenantTx, by: Editor, id: string): Promise<void> {
  if (!(await deleteClosure(tx, id))) throw new ClosureNotFoundError();
  await recordAudit(tx, { actor: by.actor, action: 'closure.deleted', entity: 'closure', entityId: id, requestId: by.requestId, at: by.now });
}

async function noted(tx: TenantTx, by: Editor, id: string, action: string, change: { name: string; units: number }): Promise<Resource> {
  await recordAudit(tx, { actor: by.actor, action, entity: 'resource', entityId: id, change, requestId: by.requestId, at: by.now });
  const [row] = await listResources(tx, id);
  if (!row) throw new ResourceNotFoundError();
  return presentResource(row);
}

function presentResource({ packages, ...row }: ResourceRow): Resource {
  return { ...row, packages: [...packages] };
}
