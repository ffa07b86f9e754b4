import { FileUploadQuery, UploadedFile } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { bearerToken } from '../../platform/http/bearer.ts';
import type { ClientVariables } from '../../platform/http/client-address.ts';
import { IdParam, json, KeyQuery, problemResponses } from '../../platform/http/route-responses.ts';
import type { FileId, HoldId } from '../../platform/ids.ts';
import { MAX_FILE_BYTES, type FilesContext } from '../files/index.ts';
import type { TenantVariables } from '../tenants/index.ts';
import type { BookingsContext } from './context.ts';
import { removeUpload } from './remove-upload.ts';
import { uploadFile } from './upload-file.ts';

const postFile = createRoute({
  method: 'post', path: '/files', operationId: 'uploadFile', summary: 'Upload a file for a question', tags: ['Bookings'], security: [{ tenantKey: [], holdToken: [] }],
  description: `The body is the file itself: PNG, JPEG, WebP or PDF, of at most ${MAX_FILE_BYTES / 1024 / 1024} MB. Send its id as the answer when you book; what no booking names is deleted when the hold has ended, or taken back before.`,
  request: { query: FileUploadQuery, body: { required: true, content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } } } },
  responses: { 201: json(UploadedFile, 'The file as it is kept'), ...problemResponses(400, 401, 403, 404, 409, 413, 422, 429) },
});

const deleteFile = createRoute({
  method: 'delete', path: '/files/{id}', operationId: 'removeFile', summary: 'Take an uploaded file back', tags: ['Bookings'], security: [{ tenantKey: [], holdToken: [] }],
  description: 'As long as its hold is open and not booked. A file that a booking has is the business’s to delete.',
  request: { query: KeyQuery, params: IdParam },
  responses: { 204: { description: 'It is gone' }, ...problemResponses(401, 403, 404, 409, 422, 429) },
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

/** Apart from uploads, whose bodies are larger than any other's. */
export function fileRemovalRoutes(context: BookingsContext & { readonly files: FilesContext }) {
  return createApiRouter<TenantVariables & ClientVariables>().openapi(deleteFile, async (c) => {
    const { access, client, requestId } = c.var;
    await removeUpload(context, { access, actor: 'customer', client, requestId }, { id: c.req.valid('param').id as FileId, holdToken: bearerToken(c.req.header('authorization')) });
    return c.body(null, 204);
  });
}
