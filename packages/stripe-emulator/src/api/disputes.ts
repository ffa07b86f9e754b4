import type Stripe from 'stripe';
import { invalidRequest } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, timedPageParameters } from '../http/pagination.ts';
import type { Declared, Field } from '../http/parameters.ts';
import { boolean, clearable, hash, metadata, oneOf, text, unsupported } from '../http/parameters.ts';
import { answerDispute } from '../payments/answer-dispute.ts';
import { closeDispute, getDispute, needsResponse } from '../payments/disputes.ts';
import { EVIDENCE_TEXTS } from '../payments/evidence.ts';
import { mergeMetadata } from './metadata.ts';

const texts = Object.fromEntries(EVIDENCE_TEXTS.map((name) => [name, clearable(text(20_000))])) as Record<(typeof EVIDENCE_TEXTS)[number], Field<string | null>>;

const retrieveDispute = operation({
  method: 'get',
  path: '/v1/disputes/:id',
  parameters: {},
  run: (context, _input, { id }) => getDispute(context, id),
});

const listDisputes = operation({
  method: 'get',
  path: '/v1/disputes',
  parameters: { ...timedPageParameters, charge: text(), payment_intent: text() } satisfies Declared<Stripe.DisputeListParams>,
  run: (context, input) =>
    pageOf(
      context,
      'dispute',
      '/v1/disputes',
      input,
      (dispute) =>
        (input.charge === undefined || dispute.charge === input.charge) &&
        (input.payment_intent === undefined || dispute.payment_intent === input.payment_intent),
    ),
});

const updateDispute = operation({
  method: 'post',
  path: '/v1/disputes/:id',
  parameters: {
    evidence: hash({ ...texts, appeal: unsupported(), enhanced_evidence: unsupported() } satisfies Declared<Stripe.DisputeUpdateParams.Evidence>),
    intended_submission_method: oneOf('manual', 'prefer_manual'),
    metadata: metadata(),
    submit: boolean(),
  } satisfies Declared<Stripe.DisputeUpdateParams>,
  run(context, input, { id }) {
    const dispute = getDispute(context, id);
    return answerDispute(context, dispute, { evidence: input.evidence ?? {}, metadata: mergeMetadata(dispute.metadata, input.metadata), submit: input.submit ?? true });
  },
});

const acceptDispute = operation({
  method: 'post',
  path: '/v1/disputes/:id/close',
  parameters: {} satisfies Declared<Stripe.DisputeCloseParams>,
  run(context, _input, { id }) {
    const dispute = getDispute(context, id);
    if (!needsResponse(dispute)) throw invalidRequest(`This dispute cannot be closed: its status is ${dispute.status}.`);
    return closeDispute(context, dispute, 'lose');
  },
});

export const disputes: readonly Operation[] = [listDisputes, retrieveDispute, updateDispute, acceptDispute];
