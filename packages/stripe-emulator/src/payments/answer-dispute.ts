import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest } from '../http/api-error.ts';
import { schedule } from '../scheduler.ts';
import { needsResponse } from './disputes.ts';
import { EVIDENCE_TEXTS } from './evidence.ts';
import type { EvidenceText } from './evidence.ts';

/** Words in `uncategorized_text` by which Stripe's test mode decides a dispute. @see https://docs.stripe.com/testing#disputes */
const DECIDING = { winning_evidence: 'win', losing_evidence: 'lose' } as const;

interface Answer {
  readonly evidence: Partial<Record<EvidenceText, string | null>>;
  readonly metadata: Stripe.Metadata;
  /** Whether it goes to the bank now, rather than being kept. */
  readonly submit: boolean;
}

/**
 * Answers a dispute with evidence, kept for later or sent to the bank.
 * @throws ApiError 400 for evidence once it is under review or closed
 */
export function answerDispute(context: Context, dispute: Stripe.Dispute, { evidence, metadata, submit }: Answer): Stripe.Dispute {
  const given = Object.keys(evidence).length > 0;
  if (given && !needsResponse(dispute)) throw invalidRequest(`This dispute takes no evidence any more: its status is ${dispute.status}.`, { param: 'evidence' });
  const said: Stripe.Dispute.Evidence = { ...dispute.evidence, ...evidence };
  const hasEvidence = EVIDENCE_TEXTS.some((name) => said[name] !== null);
  const sent = submit && hasEvidence && needsResponse(dispute);
  const { evidence_details: details, status } = dispute;
  const answered: Stripe.Dispute = {
    ...dispute,
    evidence: said,
    evidence_details: {
      ...details,
      has_evidence: hasEvidence,
      submission_count: details.submission_count + (sent ? 1 : 0),
      submission_method: sent ? 'manual' : details.submission_method,
    },
    metadata,
    status: sent ? (status === 'needs_response' ? 'under_review' : 'warning_under_review') : status,
  };
  context.store.put('dispute', dispute.id, { account: context.account, object: answered });
  emitEvent(context, 'charge.dispute.updated', answered, { evidence: dispute.evidence, status });
  const decision = DECIDING[said.uncategorized_text as keyof typeof DECIDING];
  if (sent && decision !== undefined) schedule(context, { kind: 'close_dispute', dispute: dispute.id, outcome: decision }, context.options.disputeDelayMs);
  return answered;
}
