"""AWS's errors as causes, and clients that try each call once: their callers repeat, since they know the deadlines."""

from __future__ import annotations

from typing import Any

import boto3
import botocore.exceptions
from botocore.config import Config

from .publish import Cause

_CODES: dict[Cause, tuple[str, ...]] = {
    Cause.THROTTLED: (
        "ProvisionedThroughputExceededException",
        "LimitExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailableException",
        "ThrottlingException",
        "Throttling",
        "ThrottledException",
        "TooManyRequestsException",
        "KMSThrottlingException",
        "SlowDown",
    ),
    Cause.DENIED: (
        "AccessDeniedException",
        "AccessDenied",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
        "OptInRequired",
        "UnrecognizedClientException",
        "KMSAccessDeniedException",
        "KMSDisabledException",
        "KMSOptInRequired",
    ),
    Cause.NOT_FOUND: ("ResourceNotFoundException", "NoSuchBucket", "NoSuchKey", "KMSNotFoundException"),
    Cause.TOO_LARGE: ("RequestEntityTooLargeException", "RequestTooLargeException", "EntityTooLarge"),
    Cause.INVALID: (
        "InvalidArgumentException",
        "ValidationException",
        "SerializationException",
        "InvalidSourceException",
    ),
    # Neither took effect (Kinesis API reference, "Common Errors" and "PutRecords").
    Cause.TRANSIENT: ("KMSInvalidStateException", "RequestExpired"),
    Cause.UNKNOWN: ("InternalFailure", "InternalFailureException", "InternalServerError"),
}
_CAUSES = {code: cause for cause, codes in _CODES.items() for code in codes}
_DATA_TOO_LONG = "data' failed to satisfy constraint: Member must have length less than or equal to"
_STATUSES = {
    401: Cause.DENIED,
    403: Cause.DENIED,
    404: Cause.NOT_FOUND,
    413: Cause.TOO_LARGE,
    429: Cause.THROTTLED,
}


def client(service: str, **settings: Any) -> Any:
    """A client of boto3 that tries each call once, with a time-out of 5 s; ``settings`` as of ``boto3.client``."""
    config = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1})
    return boto3.client(service, config=config, **settings)


def code_of(failure: BaseException) -> str:
    """AWS's code of a failure; empty if it did not answer."""
    if isinstance(failure, botocore.exceptions.ClientError):
        return str(failure.response.get("Error", {}).get("Code", ""))
    return ""


def cause_of(failure: BaseException) -> Cause:
    """Why a call failed; unknown if AWS may have done it."""
    if isinstance(failure, botocore.exceptions.ClientError):
        code = code_of(failure)
        if code == "ValidationException" and _DATA_TOO_LONG in str(failure):
            return Cause.TOO_LARGE
        status = int(failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        other = Cause.INVALID if 400 <= status < 500 else Cause.UNKNOWN
        return _CAUSES.get(code) or _STATUSES.get(status, other)
    if isinstance(failure, botocore.exceptions.NoCredentialsError):
        return Cause.DENIED
    never = (botocore.exceptions.EndpointConnectionError, botocore.exceptions.ConnectTimeoutError)
    return Cause.TRANSIENT if isinstance(failure, never) else Cause.UNKNOWN


def cause_of_code(code: str) -> Cause:
    """Why AWS refused one record of a batch."""
    return _CAUSES.get(code, Cause.UNKNOWN)
