export { type ApiClient, type ApiClientOptions, type WriteOptions, createApiClient } from './create-api-client.ts';
export { ApiProblem, ApiUnreachable } from './errors.ts';
