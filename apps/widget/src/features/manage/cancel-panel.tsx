import { Button } from '@mais/ui';

import { findPackage, useServices } from '../../app/services.ts';
import { TenantText } from '../../app/tenant-text.tsx';
import { TimeText } from '../../app/time-text.tsx';
import { useReader } from '../../i18n/reader.ts';
import type { Managed } from './managed.ts';
import { Panel, Problem, useAttempt } from './panel.tsx';
import { useManageClient } from './use-manage-client.ts';

/** What goes back is shown before anything is done, and is what is asked for. */
export function CancelPanel({ managed: { access, booking, cancellation }, onBack, onDone, onStale }: { managed: Managed; onBack: () => void; onDone: () => void; onStale: () => void }) {
  const { firstView } = useServices();
  const manage = useManageClient();
  const { say, formats, timeZone } = useReader();
  const { isBusy, problem, run } = useAttempt();
  const money = (amountMinor: number) => formats.money(amountMinor, cancellation.currency);
  const { refundMinor, retainedMinor, until } = cancellation;
  const hasPaid = refundMinor > 0 || retainedMinor > 0;

  const cancel = () => run(async () => {
    try {
      await manage.cancelBooking(access, booking.status === 'confirmed' ? { expectedRefundMinor: refundMinor } : {});
    } catch (error) {
      // Whatever stands in the way, this shows how it stands now.
      onStale();
      throw error;
    }
    onDone();
  });

  return (
    <Panel title={say('manage.cancel')} onBack={onBack}>
      <p><strong><TenantText>{booking.package.name}</TenantText></strong><br /><TimeText startsAt={booking.startsAt} endsAt={booking.endsAt} kind={findPackage(firstView, booking.package.slug)?.kind ?? 'slot'} /></p>
      <Problem code={problem} />
      {hasPaid && (
        <dl className="mais-facts">
          <div><dt>{say('manage.refund')}</dt><dd><strong>{money(refundMinor)}</strong></dd></div>
          {retainedMinor > 0 && <div><dt>{say('manage.retained')}</dt><dd>{money(retainedMinor)}</dd></div>}
          {until !== null && refundMinor > 0 && <div><dt>{say('manage.until')}</dt><dd>{formats.shortDayTime(until, timeZone)}</dd></div>}
        </dl>
      )}
      <p>{say(refundMinor > 0 ? 'manage.refundHint' : hasPaid ? 'manage.nothingBack' : 'manage.cancelHint')}</p>
      <div className="mais-manage__ways">
        <Button busy={isBusy} onClick={cancel}>{refundMinor > 0 ? say('manage.cancelAndRefund', { amount: money(refundMinor) }) : say('manage.cancelNow')}</Button>
        <Button variant="secondary" disabled={isBusy} onClick={onBack}>{say('manage.keep')}</Button>
      </div>
    </Panel>
  );
}
