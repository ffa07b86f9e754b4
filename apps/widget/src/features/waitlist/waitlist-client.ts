import { type WaitlistClient, createWaitlistClient } from '@mais/api-client/waitlist';

import type { Services } from '../../app/services.ts';

export function waitlistClient({ firstView }: Pick<Services, 'firstView'>): WaitlistClient {
  return createWaitlistClient({ baseUrl: '', key: firstView.key, slug: firstView.config.tenant.slug });
}
