import type { Cause } from '../stores.js';

/** Finds requests that are too large, since the services use the same status for malformed ones. */
const TOO_LARGE =
    /too large|exceeds the (limit|maximum)|exceeds maximum|larger than|longer than|is out of range: .*message_size|at most [0-9,]+ bytes/i;

/** Finds messages that are too large, since gRPC uses the same status for too many messages. */
const MESSAGE_TOO_LARGE = /message (exceeds maximum|larger than|too large)/i;

const NEVER_CONNECTED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|No connection established/;

/** gRPC's status codes by number. */
export const STATUS = [
    'OK',
    'CANCELLED',
    'UNKNOWN',
    'INVALID_ARGUMENT',
    'DEADLINE_EXCEEDED',
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'PERMISSION_DENIED',
    'RESOURCE_EXHAUSTED',
    'FAILED_PRECONDITION',
    'ABORTED',
    'OUT_OF_RANGE',
    'UNIMPLEMENTED',
    'INTERNAL',
    'UNAVAILABLE',
    'DATA_LOSS',
    'UNAUTHENTICATED',
] as const;

/** The name of a failure's gRPC status. */
export function statusOf(failure: unknown): (typeof STATUS)[number] {
    const { code } = (failure ?? {}) as { code?: unknown };
    return (typeof code === 'number' ? STATUS[code] : undefined) ?? 'UNKNOWN';
}

/** Why a call failed. Without an answer it may have taken effect. */
export function causeOf(failure: unknown): Cause {
    const message = failure instanceof Error ? failure.message : String(failure);
    switch (statusOf(failure)) {
        case 'PERMISSION_DENIED':
        case 'UNAUTHENTICATED':
            return 'DENIED';
        case 'NOT_FOUND':
            return 'NOT_FOUND';
        case 'RESOURCE_EXHAUSTED':
            return MESSAGE_TOO_LARGE.test(message) ? 'TOO_LARGE' : 'THROTTLED';
        case 'INVALID_ARGUMENT':
            return TOO_LARGE.test(message) ? 'TOO_LARGE' : 'INVALID';
        case 'FAILED_PRECONDITION':
        case 'OUT_OF_RANGE':
        case 'UNIMPLEMENTED':
        case 'ALREADY_EXISTS':
            return 'INVALID';
        case 'ABORTED':
            return 'TRANSIENT';
        default:
            return NEVER_CONNECTED.test(message) ? 'TRANSIENT' : 'UNKNOWN';
    }
}
