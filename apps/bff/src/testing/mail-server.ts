import { simpleParser, type ParsedMail } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** A real SMTP server on this machine, which answers as the test says. */
export interface MailServer {
  readonly url: string;
  /** Every message that was taken, in order. */
  readonly received: ReceivedMail[];
  /** A message as mailboxes keep it: copies of one Message-ID are one. */
  mailbox(): ReceivedMail[];
  /** Null takes a message; a number is the code that it is refused with. */
  refuse: (recipient: string) => number | null;
  close(): Promise<void>;
}

export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly sender: string;
  readonly source: string;
  readonly mail: ParsedMail;
}

export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const keep = callbackify(async (source: Buffer, { mailFrom, rcptTo }: SMTPServerSession['envelope']): Promise<void> => {
    const mail = await simpleParser(source);
    received.push({ mail, source: source.toString(), sender: mailFrom === false ? '' : (mailFrom?.address ?? ''), recipients: rcptTo.map(({ address }) => address) });
  });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const code = mailServer.refuse(address);
      done(code === null ? null : Object.assign(new Error(`no mail for ${address}`), { responseCode: code }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => keep(Buffer.concat(chunks), session.envelope, done));
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    mailbox: () => [...new Map(received.map((one) => [one.mail.messageId, one])).values()],
    refuse: () => null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailServer;
}
