import { Icon, VisuallyHidden } from '@mais/ui';

import { useFlow } from '../../app/services.ts';
import { useReader } from '../../i18n/reader.ts';
import './hold-countdown.css';
import { useRemainingSeconds } from './use-remaining.ts';

// Said aloud at these minutes only; a voice that counts seconds is no help.
const SPOKEN_SECONDS = [300, 120, 60];
const SOON_SECONDS = 120;

/** How long the time, or the unpaid booking, is still kept. */
export function HoldCountdown() {
  const { hold, order, step } = useFlow();
  const { say, formats } = useReader();
  const deadlineMs = order === null ? (hold?.hasExpired === false ? hold.deadlineMs : null) : order.paymentSent || step !== 'payment' ? null : order.deadlineMs;
  const seconds = useRemainingSeconds(deadlineMs);
  if (seconds === null || seconds === 0) return null;
  const spoken = SPOKEN_SECONDS.findLast((mark) => seconds <= mark);
  return (
    <p className="mais-countdown" role="timer" data-soon={seconds <= SOON_SECONDS}>
      <Icon name="clock" />
      <span>{say('hold.left', { time: formats.clock(seconds) })}</span>
      <VisuallyHidden live="polite">{spoken === undefined ? '' : say('hold.soon', { minutes: spoken / 60 })}</VisuallyHidden>
    </p>
  );
}
