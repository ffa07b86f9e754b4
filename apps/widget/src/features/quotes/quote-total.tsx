import { Button, Skeleton } from '@mais/ui';

import { useReader } from '../../i18n/reader.ts';
import { useQuote } from './use-quote.ts';
import './quote-total.css';

/** What the choice comes to, from the server. */
export function QuoteTotal() {
  const { say, formats } = useReader();
  const { quote, isLoading, failure, retry } = useQuote();
  if (failure !== null) {
    return (
      <p className="mais-total" data-failed="true">
        {say('price.failed')} <Button variant="quiet" size="small" onClick={retry}>{say('trouble.retry')}</Button>
      </p>
    );
  }
  return (
    <p className="mais-total" aria-live="polite" data-stale={isLoading}>
      <span>{say('price.total')}</span>
      {quote === null ? (
        <Skeleton height="1.625rem" width="5rem" />
      ) : (
        <strong>{quote.totalMinor === 0 ? say('price.free') : formats.money(quote.totalMinor, quote.currency)}</strong>
      )}
    </p>
  );
}
