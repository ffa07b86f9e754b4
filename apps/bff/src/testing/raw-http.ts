import { connect } from 'node:net';

export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** Everything that came, as it came. */
  readonly text: string;
}

/**
 * Sends bytes as they are, where an HTTP client would put them right, and reads until the server closes the connection or
 * has answered once; of a stream of events, until it begins.
 * @param request whole, line ends included; later parts are sent one after the other
 */
export function sendRaw(url: string, ...request: (string | Uint8Array)[]): Promise<RawResponse> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => socket.destroy(new Error(`no whole answer in time: ${JSON.stringify(Buffer.concat(chunks).toString('latin1'))}`)), 10_000);
    socket.on('connect', () => {
      for (const part of request) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const response = readResponse(Buffer.concat(chunks));
      if (response?.whole) {
        resolve(response);
        socket.destroy();
      }
    });
    socket.on('close', () => {
      clearTimeout(timer);
      const response = readResponse(Buffer.concat(chunks));
      if (response) resolve(response);
      else reject(new Error('the connection was closed without an answer'));
    });
    // A server that refuses early may reset the connection under what we still send; what it said before counts.
    socket.on('error', (error) => {
      if (!readResponse(Buffer.concat(chunks))) reject(error);
    });
  });
}

/** A request with the headers that every one needs, unless they are given. */
export function rawRequest(method: string, target: string, headers: readonly (readonly [name: string, value: string])[] = [], body = ''): string {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  if (!given.has('host')) lines.unshift('Host: localhost');
  if (!given.has('connection')) lines.push('Connection: close');
  if (body !== '' && !given.has('content-length') && !given.has('transfer-encoding')) lines.push(`Content-Length: ${Buffer.byteLength(body, 'latin1')}`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

function readResponse(bytes: Buffer): (RawResponse & { whole: boolean }) | null {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  if (end === -1 || status === undefined) return null;
  if (status === '100') return readResponse(Buffer.from(text.slice(end + 4)));
  const headers = new Map(text.slice(0, end).split('\r\n').slice(1).map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const body = text.slice(end + 4);
  const length = headers.get('content-length');
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
  return { status: Number(status), headers, body, text, whole: isStream || (length !== undefined && Buffer.byteLength(body) >= Number(length)) };
}
