export { apiKeyRoutes, type ApiKeysContext } from './routes.ts';
export { createApiKey } from './create-api-key.ts';
