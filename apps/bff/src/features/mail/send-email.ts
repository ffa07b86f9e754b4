// Sends one e-mail.
//
// 1. It is leased, if it is due and nobody has it, and written as things are now.
// 2. It is handed to the mail server outside of any transaction.
// 3. How that went is written down.
//
// A worker that is killed between 2 and 3 leaves a lease that ends, and the same e-mail is sent again with the same Message-ID, by
// which mailboxes drop the second copy. Nothing that is logged names anybody.
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { EmailId } from '../../platform/ids.ts';
import { MailRefusedError, mailProblemOf, type Mail } from '../../platform/mail/mail-transport.ts';
import { retryPauseMs } from '../../platform/retry-pause.ts';
import type { MailContext } from './mail-context.ts';
import { leaseEmail, moveEmail, type EmailMove, type EmailRow } from './mail-repository.ts';
import { writeMail } from './write-mail.ts';

/** Longer than a mail server is waited for. */
const LEASE_MS = 120_000;

/** With the pauses in between the last one is about 21 hours after the first. */
const MAX_ATTEMPTS = 9;

export async function sendEmail(context: MailContext, scope: TenantScope, id: EmailId): Promise<void> {
  const ready = await withTenant(context.app, scope, (tx) => takeEmail(context, tx, id));
  if (ready === null) return;
  const move = await trySending(context, scope, ready);
  await withTenant(context.app, scope, (tx) => moveEmail(tx, id, move));
}

interface ReadyEmail {
  readonly email: EmailRow;
  readonly mail: Mail;
}

async function takeEmail(context: MailContext, tx: TenantTx, id: EmailId): Promise<ReadyEmail | null> {
  const now = context.clock.now();
  const email = await leaseEmail(tx, id, { now, until: new Date(now.getTime() + LEASE_MS) });
  if (email === null) return null;
  const mail = await writeMail(context, tx, email);
  if (mail !== null) return { email, mail };
  await moveEmail(tx, id, { status: 'skipped', nextAttemptAt: null, sentAt: null, problem: null });
  return null;
}

async function trySending(context: MailContext, scope: TenantScope, { email, mail }: ReadyEmail): Promise<EmailMove> {
  try {
    await context.transport.send(mail);
    return { status: 'sent', nextAttemptAt: null, sentAt: context.clock.now(), problem: null };
  } catch (error) {
    const problem = error instanceof MailRefusedError ? error.code : mailProblemOf(error);
    const isLast = error instanceof MailRefusedError || email.attempts + 1 >= MAX_ATTEMPTS;
    context.log.warn({ tenantId: scope.tenantId, emailId: email.id, kind: email.kind, problem, isLast }, 'an e-mail could not be sent');
    if (isLast) return { status: 'failed', nextAttemptAt: null, sentAt: null, problem };
    return { status: 'pending', nextAttemptAt: new Date(context.clock.now().getTime() + retryPauseMs(email.attempts + 1)), sentAt: null, problem };
  }
}
