import { Announced, Skeleton, VisuallyHidden } from '@mais/ui';

import { useReader } from '../../i18n/reader.ts';

/** The place of the payment form while it is on its way. */
export function PaymentSkeleton() {
  const { say } = useReader();
  return (
    <Announced className="mais-stack">
      <VisuallyHidden>{say('payment.loading')}</VisuallyHidden>
      <Skeleton height="3rem" />
      <Skeleton height="3rem" />
      <Skeleton height="3rem" />
    </Announced>
  );
}
