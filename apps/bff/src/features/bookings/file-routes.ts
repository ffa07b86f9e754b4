import { FileUploadQuery, UploadedFile } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { bearerToken } from '../../platform/http/bearer.ts';
import type { ClientVariables } from '../../platform/http/client-address.ts';
import { json, problemResponses } from '../../platform/http/route-responses.ts';
import type { HoldId } from '../../platform/ids.ts';
import { MAX_FILE_BYTES, type FilesContext } from '../files/index.ts';
import type { TenantVariables } from '../tenants/index.ts';
import type { BookingsContext } from './context.ts';
import { uploadFile } from './upload-file.ts';

const postFile = createRoute({
  method: 'post', path: '/files', operationId: 'uploadFile', summary: 'Upload a file for a question', tags: ['Bookings'], security: [{ tenantKey: [], holdToken: [] }],
  description: `The body is the file itself: PNG, JPEG, WebP or PDF, of at most ${MAX_FILE_BYTES / 1024 / 1024} MB. Send its id as the answer when you book; what no booking names is deleted when the hold has ended.`,
  request: { query: FileUploadQuery, body: { required: true, content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } } } },
  responses: { 201: json(UploadedFile, 'The file as it is kept'), ...problemResponses(400, 401, 403, 404, 409, 413, 422, 429) },
});

export function fileUploadRoutes(context: BookingsContext & { readonly files: FilesContext }) {
  return createApiRouter<TenantVariables & ClientVariables>().openapi(postFile, async (c) => {
    const { holdId, name } = c.req.valid('query');
    const { access, client, requestId } = c.var;
    const file = await uploadFile(context, { access, actor: 'customer', client, requestId }, {
      holdId: holdId as HoldId,
      holdToken: bearerToken(c.req.header('authorization')),
      name,
      readBytes: async () => new Uint8Array(await c.req.arrayBuffer()),
    });
    return c.json(file, 201);
  });
}
