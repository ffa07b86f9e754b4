import { Button, Notice } from '@mais/ui';

import { useRemainingSeconds } from '../features/holds/use-remaining.ts';
import { startOver } from '../flow/restore.ts';
import { useReader } from '../i18n/reader.ts';
import { useFlow, useServices } from './services.ts';
import { type Way, explain } from './explain-trouble.ts';

/** Why the last thing didn't work, in words, and the way on. */
export function TroubleNotice({ onRetry }: { onRetry?: () => void }) {
  const services = useServices();
  const { say, formats } = useReader();
  const { trouble, step, hold } = useFlow();
  const wait = useRemainingSeconds(trouble?.waitUntilMs ?? null);
  if (trouble === null) return null;
  const { title, body, tone, ways } = explain(trouble.code);
  const tenant = services.firstView.config.tenant.name;
  const acts: Record<Way, (() => void) | undefined> = {
    retry: wait ? undefined : onRetry,
    otherTime: step === 'details' && hold !== null ? () => services.flow.dispatch({ type: 'step_entered', step: 'time' }) : undefined,
    startOver: () => startOver(services),
    reload: () => window.location.reload(),
  };
  const open = ways.flatMap((way) => (acts[way] === undefined ? [] : [{ way, act: acts[way] }]));
  return (
    <div className="mais-trouble">
      <Notice
        tone={tone}
        title={say(title)}
        {...(open.length > 0 && {
          actions: open.map(({ way, act }) => <Button key={way} size="small" variant="secondary" onClick={act}>{say(`trouble.${way}`)}</Button>),
        })}
      >
        {say(body, { tenant })}
        {/* A voice that counts seconds is no help. */}
        {wait ? <span aria-hidden="true"> ({formats.clock(wait)})</span> : null}
      </Notice>
    </div>
  );
}
