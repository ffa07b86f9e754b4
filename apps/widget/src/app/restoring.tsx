import { Announced, Spinner } from '@mais/ui';
import { useEffect } from 'react';

import { restoreOrder } from '../flow/restore-order.ts';
import { useReader } from '../i18n/reader.ts';
import { useFlow, useServices } from './services.ts';
import { TroubleNotice } from './trouble-notice.tsx';

/** Fetches the booking that a reload, or its own address, has come back to. */
export function Restoring() {
  const services = useServices();
  const { trouble } = useFlow();
  const { say } = useReader();
  useEffect(() => void restoreOrder(services), [services]);
  if (trouble === null) return <Announced className="mais-waiting"><Spinner /> {say('app.restoring')}</Announced>;
  return <TroubleNotice onRetry={() => void restoreOrder(services)} />;
}
