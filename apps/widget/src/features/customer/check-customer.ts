import type { CustomerDraft, CustomerField } from '../../flow/state.ts';
import type { MessageKey } from '../../messages/en.ts';

export type FieldProblem = { readonly key: MessageKey; readonly values?: Readonly<Record<string, number>> };

export type CustomerProblems = Readonly<Partial<Record<CustomerField, FieldProblem>>>;

// As long as the contract takes them.
const longest = { name: 200, email: 254, phone: 40, note: 2000 } as const satisfies Record<CustomerField, number>;

/** What is missing or wrong, in the form's order; empty when it can be sent. The server checks again, and has the last word. */
export function checkCustomer(customer: CustomerDraft): CustomerProblems {
  const problems: Partial<Record<CustomerField, FieldProblem>> = {};
  const email = customer.email.trim();
  const phone = customer.phone.trim();
  if (customer.name.trim() === '') problems.name = { key: 'details.nameMissing' };
  if (email === '') problems.email = { key: 'details.emailMissing' };
  else if (!looksLikeEmail(email)) problems.email = { key: 'details.emailWrong' };
  if (phone !== '' && !looksLikePhone(phone)) problems.phone = { key: 'details.phoneWrong' };
  for (const field of Object.keys(longest) as CustomerField[]) {
    if (customer[field].trim().length > longest[field]) problems[field] = { key: 'details.tooLong', values: { max: longest[field] } };
  }
  return problems;
}

// Catches what people mistype; whether an address exists only a mail tells.
function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(text);
}

function looksLikePhone(text: string): boolean {
  const digits = text.replace(/\D/gu, '').length;
  return digits >= 5 && digits <= 17 && /^[+\d][\d\s()./-]*(\s?(x|ext\.?)\s?\d+)?$/iu.test(text);
}
