import type { FirstView, Question } from '@mais/contract';
import { type HostConnection, type HostContext, connectToHost } from '@mais/embed-protocol';

import type { Services } from '../app/services.ts';
import { checkAnswer } from '../features/questions/check-answer.ts';
import { choosePackage } from '../flow/choose-package.ts';
import type { CustomerField } from '../flow/state.ts';
import { type HostAttributes, isFollowed } from './host-attributes.ts';

/** Opens the line to the host page; what it changes later goes where `follow` says. */
export function openHost({ hostOrigin }: Pick<FirstView, 'hostOrigin'>, onChange: (changed: Partial<HostAttributes>) => void): HostConnection {
  return connectToHost({
    hostOrigin,
    window,
    onAttribute: (name, value) => {
      if (isFollowed(name)) onChange({ [name]: value });
    },
  });
}

/** Takes over what the host page says of itself and its visitor, once it has answered. */
export async function takeHostContext(services: Services): Promise<void> {
  const context = await services.host.context;
  if (context === null) return;
  // Every mode but `inline` is a popup.
  if (/p|b/.test(context.attributes.get('mode') ?? '')) document.documentElement.dataset['mode'] = 'popup';
  services.attributes.dispatch(followedOf(context));
  prefill(services, context);
}

/** Follows the attribute that chooses the package; a booking under way isn't thrown away for it. */
export function followPackage(services: Services): void {
  const { attributes, flow } = services;
  let known = attributes.getState().package;
  attributes.subscribe(() => {
    const wished = attributes.getState().package;
    if (wished === known) return;
    known = wished;
    if (wished !== null && flow.getState().packageSlug !== wished) choosePackage(services, wished);
  });
}

function followedOf({ attributes }: HostContext): Partial<HostAttributes> {
  return Object.fromEntries([...attributes].filter(([name]) => isFollowed(name)));
}

/** Fills in what the customer hasn't typed. */
function prefill({ flow, firstView }: Services, { prefill: known }: HostContext): void {
  const { customer, answers } = flow.getState();
  const fields = Object.keys(customer) as CustomerField[];
  const fresh = fields.filter((field) => known[field] !== undefined && customer[field] === '').map((field) => [field, known[field]]);
  if (fresh.length > 0) flow.dispatch({ type: 'customer_edited', customer: Object.fromEntries(fresh) });
  const questions = firstView.packages.flatMap((one) => one.questions);
  const answered = Object.entries(known.answers).filter(([slug, text]) => answers[slug] === undefined && questions.some((question) => question.slug === slug && mayPrefill(question, text)));
  if (answered.length > 0) flow.dispatch({ type: 'answered', answers: Object.fromEntries(answered) });
}

/** A page may answer for its visitor what fits; a consent and a file are the visitor's alone. */
function mayPrefill(question: Question, text: string): boolean {
  return question.kind !== 'checkbox' && question.kind !== 'file' && checkAnswer(question, text) === null;
}
