import type { AddOn, Package } from '@mais/contract';
import { Button, Icon, Quantity } from '@mais/ui';

import { useChosenPackage, useFlow, useServices } from '../../app/services.ts';
import { StepFrame } from '../../app/step-frame.tsx';
import { TenantText } from '../../app/tenant-text.tsx';
import { changeParty } from '../../flow/choose-package.ts';
import { asksPartySize } from '../../flow/steps.ts';
import { useReader } from '../../i18n/reader.ts';
import { QuoteTotal } from '../quotes/quote-total.tsx';
import './extras-step.css';

/** Who comes along, and what comes on top. */
export function ExtrasStep() {
  const { flow } = useServices();
  const { say } = useReader();
  const chosen = useChosenPackage();
  if (chosen === null) return null;
  const title = chosen.addOns.length === 0 ? say('extras.titleParty') : say('extras.title');
  return (
    <StepFrame step="extras" title={title}>
      {asksPartySize(chosen) && <PartyRow of={chosen} />}
      {chosen.addOns.length > 0 && (
        <section aria-labelledby="mais-add-ons">
          <h3 id="mais-add-ons" className={asksPartySize(chosen) ? 'mais-extras__heading' : 'mais-visually-hidden'}>{say('extras.addOns')}</h3>
          <ul className="mais-extras">
            {chosen.addOns.map((addOn) => <AddOnRow key={addOn.slug} of={addOn} currency={chosen.currency} />)}
          </ul>
        </section>
      )}
      <div className="mais-footer">
        <QuoteTotal />
        <Button onClick={() => flow.dispatch({ type: 'step_entered', step: 'time' })}>
          {say(chosen.kind === 'day' ? 'extras.continueDay' : 'extras.continue')} <Icon name="onward" />
        </Button>
      </div>
    </StepFrame>
  );
}

function PartyRow({ of }: { of: Package }) {
  const services = useServices();
  const { say, formats } = useReader();
  const { partySize } = useFlow();
  return (
    <div className="mais-extra" data-party="true">
      <div className="mais-extra__text">
        <h3>{say('extras.party')}</h3>
        <p>{say('extras.partyHint', { min: of.minPartySize, max: of.maxPartySize })}</p>
      </div>
      <Quantity
        value={partySize}
        text={formats.number(partySize)}
        min={of.minPartySize}
        max={of.maxPartySize}
        label={say('extras.party')}
        labels={{ fewer: say('extras.fewerPeople'), more: say('extras.morePeople') }}
        onChange={(size) => changeParty(services, size)}
      />
    </div>
  );
}

function AddOnRow({ of, currency }: { of: AddOn; currency: string }) {
  const { flow } = useServices();
  const { say, formats } = useReader();
  const quantity = useFlow().addOns[of.slug] ?? 0;
  const price = formats.price(of.priceMinor, currency);
  const change = (next: number) => flow.dispatch({ type: 'add_on_changed', addOn: of.slug, quantity: next });
  const isPerPerson = of.priceBasis === 'person';
  return (
    <li className="mais-extra" data-chosen={quantity > 0}>
      <div className="mais-extra__text">
        <h4><TenantText>{of.name}</TenantText></h4>
        {of.description !== '' && <p><TenantText>{of.description}</TenantText></p>}
        <p className="mais-extra__price">
          {of.priceMinor === 0 ? say('package.free') : isPerPerson ? say('extras.eachPerPerson', { price }) : of.maxQuantity > 1 ? say('extras.each', { price }) : price}
        </p>
      </div>
      {of.maxQuantity === 1 ? (
        <Button variant={quantity > 0 ? 'primary' : 'secondary'} size="small" aria-pressed={quantity > 0} aria-label={quantity > 0 ? `${say('extras.added')} ${of.name}` : say('extras.addNamed', { name: of.name })} onClick={() => change(quantity > 0 ? 0 : 1)}>
          {quantity > 0 ? <><Icon name="check" /> {say('extras.added')}</> : <><Icon name="plus" /> {say('extras.add')}</>}
        </Button>
      ) : (
        <Quantity
          value={quantity}
          text={formats.number(quantity)}
          min={0}
          max={of.maxQuantity}
          label={of.name}
          labels={{ fewer: say('extras.fewerNamed', { name: of.name }), more: say('extras.moreNamed', { name: of.name }) }}
          onChange={change}
        />
      )}
    </li>
  );
}
