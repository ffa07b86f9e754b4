// Each event was delivered to its tenant at least once, signed, in order, and word for word the same each time.
import type { Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, text } from './index-evidence.ts';

interface Delivered {
  readonly id: string;
  readonly body: string;
  readonly wasTaken: boolean;
}

export function checkWebhooks({ tables, history }: Indexed): Violation[] {
  const violations: Violation[] = [];
  for (const tenant of tables.tenants) {
    const slug = text(tenant['slug']);
    const endpoint = tables.webhook_endpoints.find((row) => row['tenant_id'] === tenant['id']);
    const deliveries: Delivered[] = [];
    for (const line of history) {
      if (line.kind !== 'webhook' || line.tenant !== slug) continue;
      const { id } = JSON.parse(line.body) as { id: string };
      deliveries.push({ id, body: line.body, wasTaken: line.status === 200 });
      if (!line.signed) violations.push({ kind: 'webhook_unsigned', what: `${slug} got ${id} without a good signature` });
    }
    if (endpoint === undefined) continue;
    const events = tables.events.filter((event) => event['tenant_id'] === tenant['id'] && text(event['occurred_at']) >= text(endpoint['enabled_at']));
    violations.push(...compareDeliveries(slug, events, deliveries));
  }
  return violations;
}

function compareDeliveries(slug: string, events: readonly Row[], deliveries: readonly Delivered[]): Violation[] {
  const violations: Violation[] = [];
  const byId = groupBy(deliveries, ({ id }) => id);
  const firstTaken = new Map<string, number>();
  for (const [index, { id, wasTaken }] of deliveries.entries()) if (wasTaken && !firstTaken.has(id)) firstTaken.set(id, index);
  for (const event of events) {
    const id = text(event['id']);
    if (!firstTaken.has(id)) violations.push({ kind: 'webhook_missing', what: `${slug} never got ${text(event['type'])} ${id}` });
    if (new Set(byId.get(id)?.map(({ body }) => body)).size > 1) violations.push({ kind: 'webhook_changed', what: `${slug} got ${id} in two versions` });
    byId.delete(id);
  }
  for (const id of byId.keys()) violations.push({ kind: 'webhook_untrue', what: `${slug} got ${id}, which isn't an event` });
  for (const own of groupBy(events, (event) => text(event['subject_id'])).values()) {
    const inOrder = own.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)));
    const taken = inOrder.map((event) => firstTaken.get(text(event['id'])) ?? Number.POSITIVE_INFINITY);
    if (taken.some((at, index) => index > 0 && at < (taken[index - 1] ?? 0))) {
      violations.push({ kind: 'webhook_out_of_order', what: `${slug} got the events of ${text(own[0]?.['subject_id'])} as ${inOrder.map((event, index) => `${text(event['type'])} (${taken[index]})`).join(', ')}` });
    }
  }
  return violations;
}

function orderOf(event: Row): string {
  return `${String(Date.parse(text(event['occurred_at']))).padStart(15, '0')} ${text(event['id'])}`;
}
