import { Notice } from '@mais/ui';
import { useEffect, useSyncExternalStore } from 'react';

import { useReader } from '../i18n/reader.ts';
import { useServices } from './services.ts';

/** Says that there is no connection as long as there is none; what failed for it is forgotten when it is back. */
export function OfflineNotice() {
  const { flow } = useServices();
  const { say } = useReader();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine, () => true);

  useEffect(() => {
    if (isOnline && flow.getState().trouble?.code === 'unreachable') flow.dispatch({ type: 'trouble_dismissed' });
  }, [isOnline, flow]);

  if (isOnline) return null;
  return <div className="mais-offline"><Notice tone="warning" title={say('trouble.offline.title')}>{say('app.offline')}</Notice></div>;
}

function subscribe(listener: () => void): () => void {
  for (const type of ['online', 'offline']) window.addEventListener(type, listener);
  return () => {
    for (const type of ['online', 'offline']) window.removeEventListener(type, listener);
  };
}
