import { pino, type Logger } from 'pino';

export type { Logger };

/**
 * Structured logs, one JSON object a line on standard output. Personal data and secrets never go in; the redaction
 * below is a second net.
 */
export function createLogger(options: { level: string; name: string }): Logger {
  return pino({
    level: options.level,
    base: { app: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.authorization', '*.cookie', '*.clientSecret', '*.client_secret', '*.token', '*.password', '*.email', '*.card', '*.headers', '*.raw'],
      censor: '[redacted]',
    },
  });
}
