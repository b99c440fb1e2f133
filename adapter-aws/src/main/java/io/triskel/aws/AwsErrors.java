package io.triskel.aws;

import io.triskel.publish.RejectionCause;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Maps AWS's error codes to the core's {@link RejectionCause}, for whole calls and for single records of a batch. All
 * parts of this adapter use these maps, so the same error has the same cause everywhere.
 */
public final class AwsErrors {
    private static final String DATA_TOO_LONG =
            "data' failed to satisfy constraint: Member must have length less than or equal to";
    private static final Map<String, RejectionCause> CODES = codes();

    private AwsErrors() {}

    /**
     * {@return why a call failed} A missing answer or a failure inside the service is {@link RejectionCause#UNKNOWN}:
     * the call may have taken effect. Exact only for clients that try once, such as those of {@link AwsClients}.
     */
    public static RejectionCause causeOf(Throwable failure) {
        Throwable real =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (real instanceof AwsServiceException answered) {
            return causeOf(answered);
        }
        return neverConnected(real) ? RejectionCause.TRANSIENT : RejectionCause.UNKNOWN;
    }

    /** {@return why AWS refused a call, by its error code; {@link RejectionCause#UNKNOWN} for codes not listed here} */
    public static RejectionCause causeOfCode(String code) {
        return CODES.getOrDefault(code, RejectionCause.UNKNOWN);
    }

    private static RejectionCause causeOf(AwsServiceException answered) {
        String code = answered.awsErrorDetails() == null
                ? ""
                : String.valueOf(answered.awsErrorDetails().errorCode());
        if (code.equals("ValidationException")
                && String.valueOf(answered.getMessage()).contains(DATA_TOO_LONG)) {
            return RejectionCause.TOO_LARGE;
        }
        RejectionCause known = CODES.get(code);
        return known != null ? known : causeOfStatus(answered.statusCode());
    }

    private static RejectionCause causeOfStatus(int status) {
        return switch (status) {
            case 401, 403 -> RejectionCause.DENIED;
            case 404 -> RejectionCause.NOT_FOUND;
            case 413 -> RejectionCause.TOO_LARGE;
            case 429 -> RejectionCause.THROTTLED;
            default -> status >= 400 && status < 500 ? RejectionCause.INVALID : RejectionCause.UNKNOWN;
        };
    }

    private static boolean neverConnected(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConnectException || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, RejectionCause> codes() {
        Map<String, RejectionCause> codes = new HashMap<>();
        for (String code : List.of(
                "ProvisionedThroughputExceededException",
                "LimitExceededException",
                "RequestLimitExceeded",
                "ServiceUnavailableException",
                "ThrottlingException",
                "Throttling",
                "ThrottledException",
                "TooManyRequestsException",
                "KMSThrottlingException",
                "SlowDown")) {
            codes.put(code, RejectionCause.THROTTLED);
        }
        for (String code : List.of(
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
                "KMSOptInRequired")) {
            codes.put(code, RejectionCause.DENIED);
        }
        for (String code : List.of("ResourceNotFoundException", "NoSuchBucket", "NoSuchKey", "KMSNotFoundException")) {
            codes.put(code, RejectionCause.NOT_FOUND);
        }
        for (String code : List.of("RequestEntityTooLargeException", "RequestTooLargeException", "EntityTooLarge")) {
            codes.put(code, RejectionCause.TOO_LARGE);
        }
        for (String code : List.of(
                "InvalidArgumentException",
                "ValidationException",
                "SerializationException",
                "InvalidSourceException")) {
            codes.put(code, RejectionCause.INVALID);
        }
        // RequestExpired: the request took too long to arrive, or a clock is wrong. KMSInvalidStateException: a key is
        // being changed. Neither took effect (Kinesis API reference, "Common Errors" and "PutRecords").
        for (String code : List.of("KMSInvalidStateException", "RequestExpired")) {
            codes.put(code, RejectionCause.TRANSIENT);
        }
        for (String code : List.of("InternalFailure", "InternalFailureException", "InternalServerError")) {
            codes.put(code, RejectionCause.UNKNOWN);
        }
        return Map.copyOf(codes);
    }
}
