/** One server-sent event. */
export interface ReceivedEvent {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

/** Reads a stream of server-sent events as a browser does. */
export interface EventReader {
  readonly response: Response;
  /** All that has come so far, but for what only moves the position. */
  readonly events: readonly ReceivedEvent[];
  lastId(): string;
  /** Resolves with the first event from now on that fits; rejects after `withinMs`. */
  next(fits: (event: ReceivedEvent) => boolean, withinMs?: number): Promise<ReceivedEvent>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const stop = new AbortController();
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: stop.signal });
  const events: ReceivedEvent[] = [];
  const waiting = new Set<(event: ReceivedEvent) => void>();
  let lastId = '';

  function take(block: string): void {
    const field = (name: string) => block.split('\n').filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join('\n');
    lastId = field('id') || lastId;
    const data = field('data');
    if (data === '') return;
    const event = { event: field('event') || 'message', id: lastId, data: JSON.parse(data) as unknown };
    events.push(event);
    for (const listener of waiting) listener(event);
  }

  async function read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  }

  const ended = response.ok ? read().catch(() => {}) : Promise.resolve();
  return {
    response, events, ended,
    lastId: () => lastId,
    next: (fits, withinMs = 10_000) => new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(listener);
        reject(new Error(`no such event came; what came: ${JSON.stringify(events)}`));
      }, withinMs);
      const listener = (event: ReceivedEvent): void => {
        if (!fits(event)) return;
        clearTimeout(timer);
        waiting.delete(listener);
        resolve(event);
      };
      waiting.add(listener);
    }),
    close: () => stop.abort(),
  };
}
