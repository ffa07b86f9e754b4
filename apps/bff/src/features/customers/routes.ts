import { CustomerDetail, CustomerExport, CustomerList, CustomerQuery, ErasureRequest, type Customer } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { IdParam, json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { recordAudit } from '../audit/index.ts';
import { ERASED_DOMAIN, readTenantBooking, type BookingsContext } from '../bookings/index.ts';
import { tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import {
  eraseCustomerRow, findCustomer, hasOpenBookings, listCustomers, listCustomersBookings, listCustomersEmails, type CustomerRow,
} from './customer-repository.ts';
import { CustomerHasBookingsError, CustomerNotFoundError } from './errors.ts';

const DEFAULT_LIMIT = 50;
const HISTORY = 100;
const tags = ['Customers'];

const getCustomers = createRoute({
  method: 'get', path: '/customers', operationId: 'listCustomers', summary: 'Customers', tags, ...withScope('customers:read'),
  request: { query: CustomerQuery },
  responses: { 200: json(CustomerList, 'Newest first'), ...problemResponses(401, 403, 422, 429) },
});

const getOne = createRoute({
  method: 'get', path: '/customers/{id}', operationId: 'getCustomer', summary: 'One customer with their bookings', tags, ...withScope('customers:read'),
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(CustomerDetail, 'The customer'), ...problemResponses(401, 403, 404, 422, 429) },
});

const getExport = createRoute({
  method: 'get', path: '/customers/{id}/export', operationId: 'exportCustomer', summary: 'Everything that is kept of a customer', tags, ...withScope('customers:read'),
  description: 'For a customer who asks what is known of them. It is noted that it was asked for.',
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(CustomerExport, 'All of it'), ...problemResponses(401, 403, 404, 422, 429) },
});

const postErasure = createRoute({
  method: 'post', path: '/customers/{id}/erase', operationId: 'eraseCustomer', summary: 'Forget who a customer was', tags, ...withScope('customers:write'),
  description: 'Name, e-mail, phone, answers and notes go; what was sold, paid and given back stays, without them. Not while something is still to take place. It can’t be undone; erasing twice is once.',
  request: { query: NoQuery, params: IdParam, body: jsonBody(ErasureRequest) },
  responses: { 200: json(CustomerDetail, 'What is left'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

/** Customers for the tenant's own servers. */
export function customerRoutes(context: BookingsContext) {
  const { app, clock } = context;

  async function readBookings(tx: TenantTx, id: string, limit: number | null) {
    const ids = await listCustomersBookings(tx, id, limit);
    return Promise.all(ids.map((bookingId) => readTenantBooking(context, tx, bookingId)));
  }

  async function readDetail(tx: TenantTx, id: string): Promise<CustomerDetail> {
    const row = await getRow(tx, id);
    return { ...present(row), answers: row.answers, history: await readBookings(tx, id, HISTORY) };
  }

  return createApiRouter<TenantApiVariables>()
    .openapi(getCustomers, async (c) => {
      const { limit = DEFAULT_LIMIT, after = null, email } = c.req.valid('query');
      const rows = await withTenant(app, c.get('access').scope, (tx) => listCustomers(tx, { limit, after, email: email?.toLowerCase() ?? null }));
      return c.json({ customers: rows.map(present), nextAfter: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }, 200);
    })
    .openapi(getOne, async (c) => c.json(await withTenant(app, c.get('access').scope, (tx) => readDetail(tx, c.req.valid('param').id)), 200))
    .openapi(getExport, async (c) => {
      const { id } = c.req.valid('param');
      const { actor, requestId, access } = tenantRequestOf(c.var);
      return c.json(await withTenant(app, access.scope, async (tx): Promise<CustomerExport> => {
        const now = clock.now();
        const row = await getRow(tx, id);
        await recordAudit(tx, { actor, action: 'customer.exported', entity: 'customer', entityId: id, requestId, at: now });
        const emails = await listCustomersEmails(tx, id);
        return {
          exportedAt: now.toISOString(), customer: present(row), answers: row.answers, bookings: await readBookings(tx, id, null),
          emails: emails.map((email) => ({ ...email, sentAt: email.sentAt?.toISOString() ?? null })),
        };
      }), 200);
    })
    .openapi(postErasure, async (c) => {
      const { id } = c.req.valid('param');
      const { reason } = c.req.valid('json');
      const { actor, requestId, access } = tenantRequestOf(c.var);
      return c.json(await withTenant(app, access.scope, async (tx) => {
        const now = clock.now();
        const row = await getRow(tx, id);
        if (isErased(row)) return readDetail(tx, id);
        if (await hasOpenBookings(tx, id, now)) throw new CustomerHasBookingsError();
        await eraseCustomerRow(tx, id, now);
        await recordAudit(tx, { actor, action: 'customer.erased', entity: 'customer', entityId: id, change: { reason }, requestId, at: now });
        return readDetail(tx, id);
      }), 200);
    });
}

/** @throws CustomerNotFoundError */
async function getRow(tx: TenantTx, id: string): Promise<CustomerRow> {
  const row = await findCustomer(tx, id);
  if (row === null) throw new CustomerNotFoundError();
  return row;
}

function isErased({ email }: CustomerRow): boolean {
  return email.endsWith(ERASED_DOMAIN);
}

function present(row: CustomerRow): Customer {
  const { id, name, email, phone, bookings, createdAt, updatedAt } = row;
  return { id, name, email, phone, bookings, isErased: isErased(row), createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
