import type { Package } from '@mais/contract';
import { type LocalMonth, firstDayOf, lastDayOf } from '@mais/ui/days';
import { type RefObject, useEffect, useEffectEvent } from 'react';

import { useServices } from '../../app/services.ts';
import { whenIdle } from '../../app/when-idle.ts';
import type { Wanted } from './availability-store.ts';
import { followAvailability } from './follow-availability.ts';
import { watchAttention } from './watch-attention.ts';

/** Keeps what the calendar shows up with what others take, while somebody looks at it. */
export function useLiveAvailability({ of: { slug }, wanted, month, place }: { of: Package; wanted: Wanted; month: LocalMonth; place: RefObject<Element | null> }): void {
  const { api, availability, firstView, nowMs } = useServices();
  const serverNowMs = useEffectEvent(() => Date.parse(firstView.serverNow) + nowMs());
  const refresh = useEffectEvent((range?: { from: string; to: string }) => availability.refresh(wanted, range));
  const poll = useEffectEvent(() => availability.refresh(wanted, { from: firstDayOf(month), to: lastDayOf(month) }));

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const follow = () => followAvailability({
      slug,
      streamUrl: (since) => api.availabilityStreamUrl({ package: slug, since }),
      knownUntilMs: Date.parse(firstView.serverNow),
      serverNowMs: () => serverNowMs(),
      watchAttention: (listener) => watchAttention(element, listener),
      onChanged: (range) => refresh(range),
      onRefresh: () => refresh(),
      onPoll: () => poll(),
    });
    let stop = whenIdle(() => {
      stop = follow();
    });
    return () => stop();
  }, [api, firstView, slug, place]);
}
