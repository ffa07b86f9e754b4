export type { MailContext } from './mail-context.ts';
export { createMailReceiver } from './receive-event.ts';
export { mailSettingsRoutes } from './routes.ts';
export { sendEmail } from './send-email.ts';
