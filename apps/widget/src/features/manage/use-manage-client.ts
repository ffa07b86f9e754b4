import { createManageClient, type ManageClient } from '@mais/api-client';
import { useMemo } from 'react';

import { useServices } from '../../app/services.ts';

export function useManageClient(): ManageClient {
  const { key, config } = useServices().firstView;
  const { slug } = config.tenant;
  return useMemo(() => createManageClient({ baseUrl: '', key, slug }), [key, slug]);
}
