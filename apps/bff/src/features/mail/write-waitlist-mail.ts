import { dayBounds } from '@mais/availability';
import { chooseLanguage } from '@mais/languages';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { WaitlistEntryId } from '../../platform/ids.ts';
import { findEntry, issueEntryToken, issueOfferToken, type EntryRow } from '../waitlist/index.ts';
import type { Tenant } from '../tenants/index.ts';
import { isFoundBySlug, type Draft, type Given } from './draft.ts';
import { writeTime } from './formats.ts';
import type { WaitlistMailKind } from './kinds.ts';
import type { MailContext } from './mail-context.ts';
import { findEmailSubject } from './mail-repository.ts';
import { createSay } from './words/words.ts';

/** Null for who waits no more, and for an offer that is over. */
export async function draftForWaiting(context: MailContext, tx: TenantTx, { email, kind, tenant, settings }: Given<WaitlistMailKind>): Promise<Draft | null> {
  const entryId = await findEmailSubject(tx, email.id);
  const entry = entryId === null ? null : await findEntry(tx, entryId as WaitlistEntryId);
  if (entry?.status !== (kind === 'waitlist_joined' ? 'waiting' : 'offered')) return null;
  const offer = offerOf(entry);
  if (kind === 'waitlist_offer' && (offer === null || offer.expiresAt <= context.clock.now())) return null;
  const language = chooseLanguage([entry.locale, tenant.locale], tenant.country);
  const say = createSay(language);
  const { timeZone } = tenant;
  const name = entry.name.replaceAll(/\s+/g, ' ');
  const said = { tenant: tenant.name, package: entry.packageName };
  const token = offer === null ? issueEntryToken(context.waitlist, tx, entry) : issueOfferToken(context.waitlist, tx, entry, offer);
  return {
    to: { name, address: entry.email },
    language,
    about: entry.packageName,
    content: {
      title: say(`${kind}.title`),
      paragraphs: [
        say('hello', { name }),
        say(`${kind}.body`, said),
        ...(offer === null ? [] : [say('waitlist_offer.until', { until: writeTime({ ...isoSpan(offer.expiresAt, offer.expiresAt), timeZone }, language.locale) })]),
      ],
      facts: [
        { label: say('when'), value: writeTime({ ...wantedSpan(entry, timeZone), timeZone }, language.locale) },
        ...(entry.partySize > 1 ? [{ label: say('people'), value: new Intl.NumberFormat(language.locale).format(entry.partySize) }] : []),
      ],
      lines: [],
      totals: [],
      actions: isFoundBySlug(tenant, tx.livemode) ? [{ label: say(offer === null ? 'waitlist_joined.leave' : 'waitlist_offer.book'), url: entryUrl(context, tenant, entry, token) }] : [],
      links: [],
      notice: tx.livemode ? null : say('testMode'),
      small: [say('whyWaitlist', { tenant: tenant.name }), ...(settings.footer === '' ? [] : [settings.footer])],
    },
    attachments: [],
  };
}

function offerOf({ offerId, offerExpiresAt }: EntryRow): { id: NonNullable<EntryRow['offerId']>; expiresAt: Date } | null {
  return offerId === null || offerExpiresAt === null ? null : { id: offerId, expiresAt: offerExpiresAt };
}

/** What is offered, or else what they wait for. */
function wantedSpan({ offerStartsAt, offerEndsAt, startsAt, dayLocal }: EntryRow, timeZone: string): { startsAt: string; endsAt: string } {
  if (offerStartsAt !== null && offerEndsAt !== null) return isoSpan(offerStartsAt, offerEndsAt);
  if (startsAt !== null) return isoSpan(startsAt, startsAt);
  const day = dayBounds(dayLocal, timeZone);
  return isoSpan(new Date(day.startsAtMs), new Date(day.endsAtMs));
}

function isoSpan(startsAt: Date, endsAt: Date): { startsAt: string; endsAt: string } {
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}

/** The hosted page. The token stands behind the `#`, which browsers send to no server. */
function entryUrl({ bookings }: MailContext, tenant: Tenant, entry: EntryRow, token: string): string {
  const query = new URLSearchParams({ waitlist: entry.id, ...(entry.locale === null ? {} : { lang: entry.locale }) });
  // With the package, which may be one that is hidden from the others.
  return `${bookings.config.widgetUrl}/book/${tenant.slug}/${entry.packageSlug}?${query}#${new URLSearchParams({ token })}`;
}
