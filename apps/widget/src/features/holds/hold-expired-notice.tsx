import { Button, Notice } from '@mais/ui';

import { useFlow, useServices } from '../../app/services.ts';
import { holdAgain } from '../../flow/choose-time.ts';
import { useReader } from '../../i18n/reader.ts';

/** The time ran out while details were typed: hold it again, or choose another. */
export function HoldExpiredNotice() {
  const services = useServices();
  const { say } = useReader();
  const { busy } = useFlow();
  return (
    <Notice
      tone="warning"
      title={say('hold.expired.title')}
      actions={
        <>
          <Button size="small" busy={busy?.kind === 'holding'} onClick={() => void holdAgain(services)}>{say('hold.again')}</Button>
          <Button size="small" variant="secondary" onClick={() => services.flow.dispatch({ type: 'step_entered', step: 'time' })}>{say('hold.otherTime')}</Button>
        </>
      }
    >
      {say('hold.expired.body')}
    </Notice>
  );
}
