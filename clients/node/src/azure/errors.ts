import type { Cause } from '../stores.js';

/** The names that `@azure/event-hubs` gives to AMQP's conditions, and the codes of HTTP answers. */
const CODES: ReadonlyMap<string, Cause> = new Map(
    Object.entries({
        THROTTLED: [
            'ServerBusyError',
            'QuotaExceededError',
            'ResourceLimitExceededError',
            'ServerBusy',
            'TooManyRequests',
            'AccountIOPSLimitExceeded',
        ],
        DENIED: [
            'UnauthorizedError',
            'PublisherRevokedError',
            'MessagingEntityDisabledError',
            'AccountIsDisabled',
            'AuthenticationFailed',
            'AuthorizationFailure',
            'AuthorizationPermissionMismatch',
            'AuthorizationResourceTypeMismatch',
            'Forbidden',
            'InsufficientAccountPermissions',
            'InvalidAuthenticationInfo',
            'NoAuthenticationInformation',
        ],
        NOT_FOUND: [
            'MessagingEntityNotFoundError',
            'EntityNotFound',
            'ResourceNotFound',
            'TableBeingDeleted',
            'TableNotFound',
        ],
        TOO_LARGE: [
            'MessageTooLargeError',
            'ContentLengthExceeded',
            'EntityTooLarge',
            'KeyValueTooLarge',
            'PropertyValueTooLarge',
            'RequestBodyTooLarge',
            'TooManyProperties',
        ],
        INVALID: [
            'ArgumentError',
            'ArgumentOutOfRangeError',
            'InvalidOperationError',
            'NotImplementedError',
            'InvalidDuplicateRow',
            'InvalidInput',
        ],
        TRANSIENT: ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'],
        UNKNOWN: ['InternalError', 'OperationTimedOut', 'RequestTimeout'],
    }).flatMap(([cause, codes]) => codes.map((code): [string, Cause] => [code, cause as Cause])),
);

/** The code of an Azure failure: of AMQP, of an HTTP answer's body, or of a socket. */
export function codeOf(failure: unknown): string | undefined {
    const { code, details } = (failure ?? {}) as {
        code?: string;
        details?: { odataError?: { code?: string }; errorCode?: string };
    };
    return details?.odataError?.code ?? details?.errorCode ?? code;
}

/** Why a call failed. Without an answer it may have taken effect: exact only for clients that try once. */
export function causeOf(failure: unknown): Cause {
    const known = CODES.get(codeOf(failure) ?? '');
    const { statusCode } = (failure ?? {}) as { statusCode?: number };
    return known ?? (statusCode === undefined ? 'UNKNOWN' : causeOfStatus(statusCode));
}

/** An unknown cause is transient here, since the call had no effect. */
export function causeBeforeSending(failure: unknown): Cause {
    const cause = causeOf(failure);
    return cause === 'UNKNOWN' ? 'TRANSIENT' : cause;
}

function causeOfStatus(status: number): Cause {
    const known = new Map<number, Cause>([
        [401, 'DENIED'],
        [403, 'DENIED'],
        [404, 'NOT_FOUND'],
        [413, 'TOO_LARGE'],
        [429, 'THROTTLED'],
        [503, 'THROTTLED'],
    ]);
    return known.get(status) ?? (status >= 400 && status < 500 ? 'INVALID' : 'UNKNOWN');
}
