package io.triskel.azure;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.data.tables.models.TableServiceException;
import io.triskel.publish.RejectionCause;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * Maps Azure's error codes, of AMQP and of HTTP, to the core's {@link RejectionCause}. All parts of this adapter use
 * these maps, so the same error has the same cause everywhere.
 */
public final class AzureErrors {
    private static final Map<AmqpErrorCondition, RejectionCause> CONDITIONS = conditions();
    private static final Map<String, RejectionCause> CODES = codes();
    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final String SUBSTITUTE = "(no message)";

    private AzureErrors() {}

    /**
     * {@return why a call failed} A missing answer or a failure inside the service is {@link RejectionCause#UNKNOWN}:
     * the call may have taken effect. Exact only for clients that try once, such as those of {@link AzureClients}.
     */
    public static RejectionCause causeOf(Throwable failure) {
        Throwable real = unwrap(failure);
        if (real instanceof AmqpException amqp) {
            return causeOf(amqp);
        }
        if (real instanceof HttpResponseException http) {
            return causeOf(http);
        }
        if (real instanceof ClientAuthenticationException) {
            return RejectionCause.DENIED;
        }
        return neverConnected(real) ? RejectionCause.TRANSIENT : RejectionCause.UNKNOWN;
    }

    /**
     * {@return why a call failed before anything was sent} An unknown cause is transient here, since the call had no
     * effect.
     */
    public static RejectionCause causeBeforeSending(Throwable failure) {
        RejectionCause cause = causeOf(failure);
        return cause == RejectionCause.UNKNOWN ? RejectionCause.TRANSIENT : cause;
    }

    /**
     * {@return why Azure rejected a call, by the error code of an HTTP answer; {@link RejectionCause#UNKNOWN} for codes
     * not listed here}
     */
    public static RejectionCause causeOfCode(String code) {
        return CODES.getOrDefault(code, RejectionCause.UNKNOWN);
    }

    /**
     * {@return the error code of an HTTP answer, such as {@code EntityAlreadyExists}, if it has one} The answer to a
     * failed transaction has the code only in its value.
     */
    public static Optional<String> codeOf(Throwable failure) {
        Throwable real = unwrap(failure);
        if (real instanceof TableServiceException table
                && table.getValue() != null
                && table.getValue().getErrorCode() != null) {
            return Optional.of(table.getValue().getErrorCode().toString());
        }
        return real instanceof HttpResponseException http && http.getResponse() != null
                ? Optional.ofNullable(http.getResponse().getHeaders().getValue(ERROR_CODE))
                : Optional.empty();
    }

    /** {@return a readable description of the failure} */
    public static String message(Throwable failure) {
        Throwable real = unwrap(failure);
        return real.getMessage() == null ? real.getClass().getSimpleName() + " " + SUBSTITUTE : real.getMessage();
    }

    /** Reactor wraps checked exceptions, and the last failure once its retries are exhausted. */
    private static Throwable unwrap(Throwable failure) {
        Throwable at = Exceptions.unwrap(failure);
        while (at.getCause() != null && (at instanceof CompletionException || Exceptions.isRetryExhausted(at))) {
            at = Exceptions.unwrap(at.getCause());
        }
        return at;
    }

    private static RejectionCause causeOf(AmqpException amqp) {
        AmqpErrorCondition condition = amqp.getErrorCondition();
        if (condition != null) {
            return CONDITIONS.getOrDefault(condition, RejectionCause.UNKNOWN);
        }
        return neverConnected(amqp) ? RejectionCause.TRANSIENT : RejectionCause.UNKNOWN;
    }

    private static RejectionCause causeOf(HttpResponseException http) {
        RejectionCause known = codeOf(http).map(CODES::get).orElse(null);
        if (known != null) {
            return known;
        }
        return http.getResponse() == null
                ? RejectionCause.UNKNOWN
                : causeOfStatus(http.getResponse().getStatusCode());
    }

    private static RejectionCause causeOfStatus(int status) {
        return switch (status) {
            case 401, 403 -> RejectionCause.DENIED;
            case 404 -> RejectionCause.NOT_FOUND;
            case 413 -> RejectionCause.TOO_LARGE;
            case 429, 503 -> RejectionCause.THROTTLED;
            default -> status >= 400 && status < 500 ? RejectionCause.INVALID : RejectionCause.UNKNOWN;
        };
    }

    private static boolean neverConnected(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConnectException
                    || t instanceof UnknownHostException
                    || t instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static Map<AmqpErrorCondition, RejectionCause> conditions() {
        Map<AmqpErrorCondition, RejectionCause> conditions = new HashMap<>();
        conditions.put(AmqpErrorCondition.SERVER_BUSY_ERROR, RejectionCause.THROTTLED);
        conditions.put(AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED, RejectionCause.THROTTLED);
        conditions.put(AmqpErrorCondition.UNAUTHORIZED_ACCESS, RejectionCause.DENIED);
        conditions.put(AmqpErrorCondition.PUBLISHER_REVOKED_ERROR, RejectionCause.DENIED);
        conditions.put(AmqpErrorCondition.ENTITY_DISABLED_ERROR, RejectionCause.DENIED);
        conditions.put(AmqpErrorCondition.NOT_FOUND, RejectionCause.NOT_FOUND);
        conditions.put(AmqpErrorCondition.LINK_PAYLOAD_SIZE_EXCEEDED, RejectionCause.TOO_LARGE);
        conditions.put(AmqpErrorCondition.ARGUMENT_ERROR, RejectionCause.INVALID);
        conditions.put(AmqpErrorCondition.ARGUMENT_OUT_OF_RANGE_ERROR, RejectionCause.INVALID);
        conditions.put(AmqpErrorCondition.NOT_ALLOWED, RejectionCause.INVALID);
        conditions.put(AmqpErrorCondition.NOT_IMPLEMENTED, RejectionCause.INVALID);
        return Map.copyOf(conditions);
    }

    private static Map<String, RejectionCause> codes() {
        Map<String, RejectionCause> codes = new HashMap<>();
        for (String code : List.of("ServerBusy", "TooManyRequests", "AccountIOPSLimitExceeded")) {
            codes.put(code, RejectionCause.THROTTLED);
        }
        for (String code : List.of(
                "AccountIsDisabled",
                "AuthenticationFailed",
                "AuthorizationFailure",
                "AuthorizationPermissionMismatch",
                "AuthorizationResourceTypeMismatch",
                "Forbidden",
                "InsufficientAccountPermissions",
                "InvalidAuthenticationInfo",
                "NoAuthenticationInformation")) {
            codes.put(code, RejectionCause.DENIED);
        }
        for (String code : List.of(
                "BlobNotFound",
                "ContainerNotFound",
                "EntityNotFound",
                "ResourceNotFound",
                "TableBeingDeleted",
                "TableNotFound")) {
            codes.put(code, RejectionCause.NOT_FOUND);
        }
        for (String code : List.of(
                "ContentLengthExceeded",
                "EntityTooLarge",
                "KeyValueTooLarge",
                "PropertyValueTooLarge",
                "RequestBodyTooLarge",
                "TooManyProperties")) {
            codes.put(code, RejectionCause.TOO_LARGE);
        }
        for (String code : List.of("InvalidDuplicateRow", "InvalidInput")) {
            codes.put(code, RejectionCause.INVALID);
        }
        for (String code : List.of("InternalError", "OperationTimedOut", "RequestTimeout")) {
            codes.put(code, RejectionCause.UNKNOWN);
        }
        return Map.copyOf(codes);
    }
}
