export type { WebhooksContext } from './context.ts';
export type { Lane } from './delivery-repository.ts';
export { createWebhookEndpoint } from './manage-endpoints.ts';
export { createWebhookReceiver } from './receive-event.ts';
export { sendLane } from './send-lane.ts';
export { webhookEndpointRoutes } from './routes.ts';
