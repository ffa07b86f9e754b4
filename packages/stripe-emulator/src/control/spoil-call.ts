import type { IncomingMessage } from 'node:http';
import { ApiError } from '../http/api-error.ts';
import type { ApiErrorBody } from '../http/api-error.ts';
import type { Fault } from './faults.ts';

/**
 * Does what a fault asks for before the operation.
 * @returns whether the connection is gone
 * @throws ApiError for a fault that is an answer
 */
export async function spoilCall(fault: Fault, incoming: IncomingMessage): Promise<boolean> {
  switch (fault.kind) {
    case 'error':
      throw new ApiError(fault.status, plantedError(fault));
    case 'error_500':
      throw new ApiError(500, { type: 'api_error', message: 'A planted fault: sorry, something went wrong.' });
    case 'conflict_409':
      throw new ApiError(409, {
        type: 'invalid_request_error',
        code: 'lock_timeout',
        message: 'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.',
      });
    case 'rate_limit_429':
      throw new ApiError(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' });
    case 'disconnect':
      await cutConnection(incoming, 0);
      return true;
    case 'hang':
      await cutConnection(incoming, fault.delayMs);
      return true;
    // These begin, and go wrong on the way.
    case 'kept_500':
    case 'kept_500_after_success':
    case 'timeout_after_success':
      return false;
  }
}

function plantedError({ status, code }: Fault): ApiErrorBody {
  const type = status === 402 ? 'card_error' : status < 500 ? 'invalid_request_error' : 'api_error';
  return { type, message: `A planted fault: ${status}.`, ...(code === null ? {} : { code }) };
}

/** Lets the caller wait, then cuts the connection without an answer. */
export async function cutConnection({ socket }: IncomingMessage, delayMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  socket.destroy();
}
