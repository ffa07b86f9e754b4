export { type ApiClient, type WriteOptions, createApiClient } from './create-api-client.ts';
export { ApiProblem, ApiUnreachable } from './errors.ts';
export type { ApiClientOptions } from './send.ts';
export { createManageClient, type ManageClient } from './create-manage-client.ts';
