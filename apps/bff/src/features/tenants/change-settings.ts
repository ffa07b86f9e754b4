import type { FieldError, SettingsChange, TenantSettings } from '@mais/contract';
import { isLanguageCode, languageCodes } from '@mais/languages';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { ChangedMeanwhileError, InvalidRequestError, NotFoundError } from '../../platform/errors.ts';
import { withChanges } from '../../platform/with-changes.ts';
import { recordAudit } from '../audit/index.ts';
import type { Editor } from './editing.ts';
import { findSettings, findSettingsForUpdate, findTimeZone, updateSettings, type SettingsFields } from './settings-repository.ts';

export async function getSettings(tx: TenantTx): Promise<TenantSettings> {
  return found(await findSettings(tx));
}

/**
 * Changes the fields that are given, of both modes. In another time zone, opening hours are read anew; bookings keep their instants
 * and the zone that they were made in.
 * @throws ChangedMeanwhileError when the settings are no longer at the version of the change; InvalidRequestError
 */
export async function changeSettings(tx: TenantTx, { version, currency, ...change }: SettingsChange, by: Editor): Promise<TenantSettings> {
  const before = found(await findSettingsForUpdate(tx));
  if (before.version !== version) throw new ChangedMeanwhileError(before.version);
  const errors: FieldError[] = [];
  if (currency !== undefined && currency !== before.currency) errors.push({ pointer: '/currency', detail: `must stay ${before.currency}: prices and bookings are in it` });
  const timeZone = change.timeZone === undefined ? undefined : await findTimeZone(tx, change.timeZone);
  if (timeZone === null) errors.push({ pointer: '/timeZone', detail: 'must be an IANA time zone such as America/New_York' });
  const locale = change.locale === undefined ? undefined : spokenLocale(change.locale);
  if (locale === null) errors.push({ pointer: '/locale', detail: `must be one of ${languageCodes.join(', ')}, with a region or without` });
  if (errors.length > 0 || timeZone === null || locale === null) throw new InvalidRequestError(errors);
  await updateSettings(tx, withChanges<SettingsFields>(before, { ...change, timeZone, locale }), by.now);
  // Which ones, not the address itself: the log outlives it.
  await recordAudit(tx, { actor: by.actor, action: 'settings.updated', entity: 'tenant', entityId: tx.tenantId, change: { fields: Object.keys(change) }, requestId: by.requestId, at: by.now });
  return getSettings(tx);
}

/** The tag in its one spelling; null when it isn't of a language that pages speak. */
function spokenLocale(tag: string): string | null {
  try {
    const locale = new Intl.Locale(tag);
    return isLanguageCode(locale.language) ? locale.baseName : null;
  } catch {
    return null;
  }
}

function found(settings: TenantSettings | null): TenantSettings {
  if (!settings) throw new NotFoundError('The tenant is gone.');
  return settings;
}
