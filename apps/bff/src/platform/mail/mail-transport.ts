import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';

/** A finished e-mail. `messageId` is the same at each attempt, so that whoever gets it twice can tell. */
export type Mail = Required<Pick<SendMailOptions, 'messageId' | 'from' | 'to' | 'replyTo' | 'subject' | 'html' | 'text'>> & Pick<SendMailOptions, 'attachments' | 'headers' | 'date'>;

/** The way out. */
export interface MailTransport {
  /** @throws MailRefusedError when no further attempt can help; any other error when one may */
  send(mail: Mail): Promise<void>;
  close(): void;
}

export interface MailConfig {
  /** `smtp://` or `smtps://`; null writes files instead. */
  readonly smtpUrl: string | null;
  readonly outboxFolder: string;
  /** The address that e-mails come from. */
  readonly from: string;
}

/** The server takes this e-mail from nobody: `code` is its answer's. */
export class MailRefusedError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`the mail server refused it with ${code}`);
    this.code = code;
  }
}

export function createMailTransport(config: Pick<MailConfig, 'smtpUrl' | 'outboxFolder'>): MailTransport {
  return config.smtpUrl === null ? outboxTransport(config.outboxFolder) : smtpTransport(config.smtpUrl);
}

/** What is written by people must never make it read files or fetch addresses. */
const closed = { disableFileAccess: true, disableUrlAccess: true } as const;

function smtpTransport(url: string): MailTransport {
  const transporter = createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, ...closed });
  return {
    async send(mail) {
      try {
        await transporter.sendMail(mail);
      } catch (error) {
        const { code, responseCode } = error as { code?: string; responseCode?: number };
        // What the server says of this e-mail for good; a refused log-in is ours to mend.
        if ((code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode >= 500) throw new MailRefusedError(String(responseCode));
        throw error;
      }
    },
    close: () => transporter.close(),
  };
}

/** For machines without a mail server: each e-mail is a file, which mail programs open. Written again, it is the same file. */
function outboxTransport(folder: string): MailTransport {
  const transporter = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...closed });
  return {
    async send(mail) {
      const { message } = await transporter.sendMail(mail);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${String(mail.messageId).replaceAll(/[^\w.-]+/g, '_').replaceAll(/^_|_$/g, '')}.eml`);
      await writeFile(`${file}.new`, message as Buffer, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
    close: () => transporter.close(),
  };
}

/** What may be written down of an error: server's words name the recipient. */
export function mailProblemOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const said = [code, responseCode].filter((part) => typeof part === 'number' || (typeof part === 'string' && /^[A-Z0-9_]{1,40}$/.test(part)));
  return said.length > 0 ? [...new Set(said.map(String))].join(' ') : 'unknown';
}
