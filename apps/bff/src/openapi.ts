import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from './platform/http/api-router.ts';

/** The description of the API, generated from the routes and the contract that validate it. */
export function openApiDocument(app: OpenAPIHono<ApiEnv>) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'tenantKey', {
    type: 'apiKey', in: 'header', name: 'X-Tenant-Key',
    description: 'The publishable key (`pk_…`): it says which tenant, and opens nothing else. `key` in the query does the same.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'holdToken', { type: 'http', scheme: 'bearer', description: 'The token that came with the hold' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bookingToken', { type: 'http', scheme: 'bearer', description: 'The token that came with the booking' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'waitlistToken', { type: 'http', scheme: 'bearer', description: 'The token of the link that was sent by e-mail' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'secretKey', {
    type: 'http', scheme: 'bearer', description: 'A secret key (`sk_…`) with the scope that the operation names; for servers alone, never in a page.',
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'MAIS',
      version: '1',
      description: 'Bookings that a business embeds on its own website. Money is in minor units, time in UTC instants, problems in RFC 9457.',
    },
    servers: [{ url: '/' }],
  });
}
