// Server-sent events. @see https://html.spec.whatwg.org/multipage/server-sent-events.html
const encoder = new TextEncoder();

/** What may wait for a slow reader; past that it is cut off, and resumes. */
const MAX_WAITING = 64;

export interface EventStreamOptions {
  /** How long a client waits before it comes back. */
  readonly retryMs: number;
  /** Silence longer than this makes proxies close a connection. */
  readonly heartbeatMs: number;
  readonly maxDurationMs: number;
  /** The position that a client resumes from if nothing else comes. */
  readonly position: () => string;
  /** Called once, whoever ended it. */
  readonly onClose: () => void;
}

export interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  /** @param data one line, such as JSON */
  send(event: string, data: string): void;
  close(): void;
}

/** Opens a stream that ends by itself: at the end of its time, when its reader is gone, or too slow. */
export function openEventStream(options: EventStreamOptions): EventStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  function write(text: string): void {
    if (controller === null) return;
    if ((controller.desiredSize ?? 0) <= 0) close();
    else controller.enqueue(encoder.encode(text));
  }

  function close(): void {
    const open = controller;
    if (open === null) return;
    end();
    open.close();
  }

  function end(): void {
    controller = null;
    clearInterval(heartbeat);
    clearTimeout(limit);
    options.onClose();
  }

  // An id without data moves a client's position and tells its listeners nothing.
  const heartbeat = setInterval(() => write(`id: ${options.position()}\n\n`), options.heartbeatMs);
  const limit = setTimeout(close, options.maxDurationMs);
  const body = new ReadableStream<Uint8Array>({
    start(opened) {
      controller = opened;
      write(`retry: ${options.retryMs}\nid: ${options.position()}\n\n`);
    },
    cancel: () => {
      if (controller !== null) end();
    },
  }, new CountQueuingStrategy({ highWaterMark: MAX_WAITING }));

  return { body, close, send: (event, data) => write(`event: ${event}\nid: ${options.position()}\ndata: ${data}\n\n`) };
}

export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // Proxies in the manner of nginx would hold events back to fill a buffer.
  'x-accel-buffering': 'no',
} as const;
