import { useServices } from '../../app/services.ts';

/** The time by the server's clock: the visitor's own may be wrong. */
export function useNow(): number {
  const { firstView, nowMs } = useServices();
  return Date.parse(firstView.serverNow) + nowMs();
}
