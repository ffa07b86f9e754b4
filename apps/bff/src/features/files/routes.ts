import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { IdParam, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import type { FileId } from '../../platform/ids.ts';
import { withScope, type TenantApiVariables } from '../tenants/index.ts';
import { FileNotFoundError } from './errors.ts';
import { attachmentOf } from './file-name.ts';
import { findKeptFile } from './file-repository.ts';
import type { FilesContext } from './files-context.ts';

const getFile = createRoute({
  method: 'get', path: '/files/{id}', operationId: 'getFile', summary: 'A file that a customer uploaded', tags: ['Bookings'], ...withScope('bookings:read'),
  description: 'By the answer to a question of kind `file`. Treat it as what a stranger has sent: it is recognised by its content, and images are written anew, but a PDF is as it came.',
  request: { params: IdParam, query: NoQuery },
  responses: { 200: { description: 'The file, as a download', content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } } }, ...problemResponses(401, 403, 404, 422, 429) },
});

export function tenantFileRoutes(context: FilesContext) {
  return createApiRouter<TenantApiVariables>().openapi(getFile, async (c) => {
    const { scope } = c.get('access');
    const id = c.req.valid('param').id as FileId;
    const file = await withTenant(context.app, scope, (tx) => findKeptFile(tx, id));
    const bytes = file && (await context.storage.read({ tenantId: scope.tenantId, id }));
    if (!file || !bytes) throw new FileNotFoundError();
    return c.body(bytes, 200, {
      'content-type': file.mediaType,
      'content-disposition': attachmentOf(file.name),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    });
  });
}
