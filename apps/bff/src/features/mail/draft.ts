import type { ChosenLanguage } from '@mais/languages';
import type { Mail } from '../../platform/mail/mail-transport.ts';
import type { Tenant } from '../tenants/index.ts';
import type { MailContent } from './layout.ts';
import type { EmailRow, MailSettingsRow } from './mail-repository.ts';

/** What is written to whom, before it is laid out. */
export interface Draft {
  readonly to: Mail['to'];
  readonly language: ChosenLanguage;
  readonly content: MailContent;
  /** What the subject names beside the title. */
  readonly about: string;
  readonly attachments: NonNullable<Mail['attachments']>;
}

export interface Given<Kind> {
  readonly email: EmailRow;
  readonly kind: Kind;
  readonly tenant: Tenant;
  readonly settings: MailSettingsRow;
}

/** A slug stands for live mode, but for a demo tenant, which has none. */
export function isFoundBySlug({ status }: Tenant, livemode: boolean): boolean {
  return livemode === (status !== 'demo');
}
