import { ApiProblem, ApiUnreachable } from '@mais/api-client';
import type { Problem, UploadedFile } from '@mais/contract';

export interface SendOptions {
  /** by its key, or where there is none by its slug */
  readonly tenant: { readonly key: string | null; readonly slug: string };
  readonly hold: { readonly id: string; readonly token: string };
  readonly signal: AbortSignal;
  /** 0 to 1 */
  readonly onProgress: (progress: number) => void;
}

/**
 * Uploads a file. By XMLHttpRequest, since `fetch` doesn't tell how much has been sent; and here rather than in the client of the
 * API, since most visitors upload nothing.
 * @throws ApiProblem, ApiUnreachable
 */
export function sendFile(file: File, { tenant, hold, signal, onProgress }: SendOptions): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const unreachable = () => reject(new ApiUnreachable('network'));
    request.open('POST', `/api/v1/files?${new URLSearchParams({ holdId: hold.id, name: file.name.slice(-255) })}`);
    request.responseType = 'json';
    request.setRequestHeader('authorization', `Bearer ${hold.token}`);
    request.setRequestHeader(tenant.key === null ? 'x-tenant-slug' : 'x-tenant-key', tenant.key ?? tenant.slug);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      const answer = request.response as UploadedFile | Problem | null;
      if (request.status === 201 && answer !== null && 'id' in answer) resolve(answer);
      else if (answer !== null && 'code' in answer) reject(new ApiProblem({ ...answer, retryAfterMs: null }));
      else unreachable();
    });
    for (const end of ['error', 'abort', 'timeout']) request.addEventListener(end, unreachable);
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
