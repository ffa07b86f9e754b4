import type { LineItem, Quote } from '@mais/contract';

import { TenantText } from '../../app/tenant-text.tsx';
import { useReader } from '../../i18n/reader.ts';
import './price-breakdown.css';

type Priced = Pick<Quote, 'currency' | 'lineItems' | 'taxMinor' | 'totalMinor' | 'dueNowMinor'>;

/** Every line of a price as the server made it, and what they come to. */
export function PriceBreakdown({ price, isStale = false }: { price: Priced; isStale?: boolean }) {
  const { say, formats } = useReader();
  const money = (amountMinor: number) => formats.money(amountMinor, price.currency);
  const hasTaxLine = price.lineItems.some((line) => line.kind === 'tax');
  return (
    <div className="mais-price" data-stale={isStale}>
      <ul>
        {price.lineItems.map((line) => (
          <li key={`${line.kind} ${line.addOn} ${line.description}`}>
            <span>{line.kind === 'tax' ? say('price.tax') : <TenantText>{line.description}</TenantText>}{line.quantity > 1 && <Multiplied line={line} money={money} />}</span>
            <span>{money(line.amountMinor)}</span>
          </li>
        ))}
      </ul>
      <p className="mais-price__total">
        <span>
          {say('price.total')}
          {!hasTaxLine && price.taxMinor > 0 && <small>{say('price.taxIncluded', { amount: money(price.taxMinor) })}</small>}
        </span>
        <span>{price.totalMinor === 0 ? say('price.free') : money(price.totalMinor)}</span>
      </p>
      {price.dueNowMinor < price.totalMinor && (
        <>
          <p className="mais-price__due"><span>{say('price.dueNow')}</span><span>{money(price.dueNowMinor)}</span></p>
          <p><span>{say('price.later')}</span><span>{money(price.totalMinor - price.dueNowMinor)}</span></p>
        </>
      )}
    </div>
  );
}

function Multiplied({ line, money }: { line: LineItem; money: (amountMinor: number) => string }) {
  const { formats } = useReader();
  return <small>{formats.number(line.quantity)} × {money(line.unitAmountMinor)}</small>;
}
