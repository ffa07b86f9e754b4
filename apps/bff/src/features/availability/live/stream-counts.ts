import type { TenantId } from '../../../platform/ids.ts';
import { DomainError } from '../../../platform/errors.ts';

/** Open streams of one process. */
export interface StreamLimits {
  readonly perClient: number;
  readonly perTenant: number;
  readonly inAll: number;
}

class TooManyStreamsError extends DomainError {
  readonly code = 'rate_limited';
  constructor() {
    super('Too many streams are open; ask GET /availability now and then instead.');
  }
}

class StreamsClosedError extends DomainError {
  readonly code = 'service_unavailable';
  constructor() {
    super('This server is about to stop; try again, and another one answers.');
  }
}

export interface StreamCounts {
  /**
   * @returns how to leave, once
   * @throws TooManyStreamsError, StreamsClosedError
   */
  enter(client: string, tenantId: TenantId): () => void;
  refuseAll(): void;
}

export function createStreamCounts(limits: StreamLimits): StreamCounts {
  const counts = new Map<string, number>();
  let inAll = 0;
  let isClosed = false;

  function move(key: string, by: 1 | -1): void {
    const count = (counts.get(key) ?? 0) + by;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
  }

  return {
    enter(client, tenantId) {
      if (isClosed) throw new StreamsClosedError();
      const ofClient = `client ${client}`;
      const ofTenant = `tenant ${tenantId}`;
      const isFull = inAll >= limits.inAll || (counts.get(ofClient) ?? 0) >= limits.perClient || (counts.get(ofTenant) ?? 0) >= limits.perTenant;
      if (isFull) throw new TooManyStreamsError();
      inAll += 1;
      move(ofClient, 1);
      move(ofTenant, 1);
      return () => {
        inAll -= 1;
        move(ofClient, -1);
        move(ofTenant, -1);
      };
    },
    refuseAll: () => {
      isClosed = true;
    },
  };
}
