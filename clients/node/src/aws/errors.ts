import type { Cause } from '../stores.js';

const CODES: ReadonlyMap<string, Cause> = new Map(
    Object.entries({
        THROTTLED: [
            'ProvisionedThroughputExceededException',
            'LimitExceededException',
            'RequestLimitExceeded',
            'ServiceUnavailableException',
            'ThrottlingException',
            'Throttling',
            'ThrottledException',
            'TooManyRequestsException',
            'KMSThrottlingException',
            'SlowDown',
        ],
        DENIED: [
            'AccessDeniedException',
            'AccessDenied',
            'ExpiredTokenException',
            'IncompleteSignature',
            'InvalidClientTokenId',
            'InvalidSignatureException',
            'MissingAuthenticationTokenException',
            'NotAuthorized',
            'OptInRequired',
            'UnrecognizedClientException',
            'KMSAccessDeniedException',
            'KMSDisabledException',
            'KMSOptInRequired',
        ],
        NOT_FOUND: ['ResourceNotFoundException', 'KMSNotFoundException'],
        TOO_LARGE: ['RequestEntityTooLargeException', 'RequestTooLargeException', 'EntityTooLarge'],
        INVALID: [
            'InvalidArgumentException',
            'ValidationException',
            'SerializationException',
            'InvalidSourceException',
        ],
        TRANSIENT: ['KMSInvalidStateException', 'RequestExpired'],
        UNKNOWN: ['InternalFailure', 'InternalFailureException', 'InternalServerError'],
    }).flatMap(([cause, codes]) => codes.map((code): [string, Cause] => [code, cause as Cause])),
);

const DATA_TOO_LONG = "data' failed to satisfy constraint: Member must have length less than or equal to";

/** Why AWS refused a record or a call with this code. */
export function causeOfCode(code: string): Cause {
    return CODES.get(code) ?? 'UNKNOWN';
}

/** Why a call failed. Without an answer it may have taken effect: exact only for clients that try once. */
export function causeOf(failure: unknown): Cause {
    const { name, message, code, $metadata, $fault } = failure as {
        name?: string;
        message?: string;
        code?: string;
        $fault?: string;
        $metadata?: { httpStatusCode?: number };
    };
    if ($fault === undefined) {
        return neverConnected(code, name) ? 'TRANSIENT' : 'UNKNOWN';
    }
    if (name === 'ValidationException' && message?.includes(DATA_TOO_LONG) === true) {
        return 'TOO_LARGE';
    }
    return CODES.get(name ?? '') ?? causeOfStatus($metadata?.httpStatusCode ?? 0);
}

function causeOfStatus(status: number): Cause {
    const known = new Map<number, Cause>([
        [401, 'DENIED'],
        [403, 'DENIED'],
        [404, 'NOT_FOUND'],
        [413, 'TOO_LARGE'],
        [429, 'THROTTLED'],
    ]);
    return known.get(status) ?? (status >= 400 && status < 500 ? 'INVALID' : 'UNKNOWN');
}

function neverConnected(code: string | undefined, name: string | undefined): boolean {
    return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code ?? '') || name === 'CredentialsProviderError';
}
