import type { SendOptions } from './send-file.ts';

/** Removes an uploaded file from the server, too. Nobody waits for it: one that can't be removed goes when its hold has ended. */
export function takeFileBack(id: string, { tenant, hold }: Pick<SendOptions, 'tenant' | 'hold'>): void {
  const headers = { authorization: `Bearer ${hold.token}`, [tenant.key === null ? 'x-tenant-slug' : 'x-tenant-key']: tenant.key ?? tenant.slug };
  void fetch(`/api/v1/files/${id}`, { method: 'DELETE', headers, keepalive: true }).catch(() => {});
}
