import type { MailSettings } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import { findMailSettings, moveReminders, upsertMailSettings } from './mail-repository.ts';

export async function readMailSettings(tx: TenantTx): Promise<MailSettings> {
  const { chosenReplyTo, footer, reminderHours } = await findMailSettings(tx);
  return { replyTo: chosenReplyTo, footer, reminderHours };
}

/** Replaces the settings, of both modes; reminders that wait already keep to the new time. */
export async function changeMailSettings(tx: TenantTx, change: MailSettings, by: { actor: string; requestId: string; now: Date }): Promise<MailSettings> {
  const before = await findMailSettings(tx);
  await upsertMailSettings(tx, change, by.now);
  if (change.reminderHours !== before.reminderHours && change.reminderHours > 0) await moveReminders(tx, change.reminderHours);
  await recordAudit(tx, {
    actor: by.actor, action: 'mail_settings.updated', entity: 'tenant', entityId: tx.tenantId,
    change: { reminderHours: { from: before.reminderHours, to: change.reminderHours } }, requestId: by.requestId, at: by.now,
  });
  return readMailSettings(tx);
}
