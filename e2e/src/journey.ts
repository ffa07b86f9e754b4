import { cards, type Customer } from './customer.ts';

/** What one customer books: a package that asks everything. */
export interface Journey {
  readonly slug: string;
  readonly item: string;
  readonly hasSlots: boolean;
  readonly addOn: string;
}

/** Three brands that have little in common, and what is booked of them. */
export const journeys = [
  { slug: 'bellaweddings', item: 'Full-day wedding', hasSlots: false, addOn: 'Fine-art album' },
  { slug: 'studionord', item: 'Portrait, 60 minutes', hasSlots: true, addOn: 'Retouched print' },
  { slug: 'marinaspa', item: 'Signature massage', hasSlots: true, addOn: 'Rooftop pool' },
] as const satisfies readonly Journey[];

/** What a customer sees one after the other on the way to a booking. */
export type Sight =
  | 'package'
  | 'extras'
  | 'time'
  | 'details'
  | 'time-held'
  | 'details-errors'
  | 'payment'
  | 'payment-declined'
  | 'confirmation';

/**
 * Books from the first screen to the last, and stops wherever there is something to look at.
 * @param when `monthsAhead` turns the calendar, `nth` is which of the free days there, from 0: walks at the same time keep apart by it
 */
export async function walk(customer: Customer, journey: Journey, look: (sight: Sight) => Promise<void>, when = { monthsAhead: 0, nth: 0 }): Promise<void> {
  const { widget } = customer;
  await widget.getByRole('button', { name: journey.item }).waitFor();
  await look('package');
  await customer.choosePackage(journey.item);
  await chooseAddOn(customer, journey.addOn);
  await look('extras');
  await customer.goToTimes();
  await widget.getByRole('button', { name: /, available$/ }).first().waitFor();
  await look('time');
  for (let turned = 0; turned < when.monthsAhead; turned += 1) await widget.getByRole('button', { name: 'Next month' }).click();
  await customer.chooseDay(when.nth);
  if (journey.hasSlots) await customer.chooseSlot();
  await lookAtDetails(customer, look);
  await customer.continueToPayment();
  await look('payment');
  await customer.pay(cards.declined);
  await widget.getByText(/was declined/i).first().waitFor();
  await look('payment-declined');
  await customer.pay(cards.success);
  await customer.waitUntilBooked();
  await look('confirmation');
}

async function chooseAddOn({ widget }: Customer, name: string): Promise<void> {
  await widget.getByRole('button', { name: new RegExp(`^(Add|More:) ${name}$`) }).click();
}

async function lookAtDetails(customer: Customer, look: (sight: Sight) => Promise<void>): Promise<void> {
  const { widget } = customer;
  const name = widget.getByRole('textbox', { name: 'Name', exact: true });
  await name.waitFor();
  await widget.getByRole('region', { name: 'Price' }).getByText('Total').waitFor();
  await widget.getByRole('heading', { name: 'If you cancel' }).waitFor();
  await look('details');
  await widget.getByRole('button', { name: 'Back' }).click();
  await widget.getByRole('button', { name: /^Continue with / }).waitFor();
  await look('time-held');
  await widget.getByRole('button', { name: /^Continue with / }).click();
  await name.fill('Ana Example');
  await widget.getByRole('textbox', { name: 'E-mail' }).fill('ana@example');
  await widget.getByRole('button', { name: 'Continue to payment' }).click();
  await widget.getByText('This does not look like an e-mail address').first().waitFor();
  await look('details-errors');
  await customer.fillDetails();
}
