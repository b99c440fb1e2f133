package io.triskel.gcp;

import com.google.api.gax.batching.FlowController.FlowControlException;
import com.google.api.gax.rpc.ApiException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.triskel.publish.RejectionCause;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps gRPC's statuses to the core's {@link RejectionCause}. All parts of this adapter use these maps, so the same
 * error has the same cause everywhere.
 */
public final class GcpErrors {
    /** Finds requests that are too large, since the services use the same status for malformed ones. */
    private static final Pattern TOO_LARGE = Pattern.compile(
            "too large|exceeds the (limit|maximum)|exceeds maximum|larger than|longer than|is out of range: .*message_size"
                    + "|at most [0-9,]+ bytes");

    /** Finds messages that are too large, since gRPC uses the same status for too many messages. */
    private static final Pattern MESSAGE_TOO_LARGE = Pattern.compile("message (exceeds maximum|larger than|too large)");

    private GcpErrors() {}

    /**
     * {@return why a call failed} A missing answer or a failure inside the service is {@link RejectionCause#UNKNOWN}:
     * the call may have taken effect. Exact only for clients that try once, such as those of {@link GcpClients}.
     */
    public static RejectionCause causeOf(Throwable failure) {
        Optional<Status> status = statusOf(failure);
        if (status.isPresent()) {
            return causeOf(status.get());
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof FlowControlException) {
                return RejectionCause.THROTTLED;
            }
            if (t instanceof CancellationException) {
                return RejectionCause.TRANSIENT;
            }
        }
        return neverConnected(failure) ? RejectionCause.TRANSIENT : RejectionCause.UNKNOWN;
    }

    /**
     * {@return why a call failed before anything was sent} An unknown cause is transient here, since the call had no
     * effect.
     */
    public static RejectionCause causeBeforeSending(Throwable failure) {
        RejectionCause cause = causeOf(failure);
        return cause == RejectionCause.UNKNOWN ? RejectionCause.TRANSIENT : cause;
    }

    /** {@return the cause that a status means} */
    public static RejectionCause causeOf(Status status) {
        return switch (status.getCode()) {
            case PERMISSION_DENIED, UNAUTHENTICATED -> RejectionCause.DENIED;
            case NOT_FOUND -> RejectionCause.NOT_FOUND;
            case RESOURCE_EXHAUSTED ->
                says(MESSAGE_TOO_LARGE, status) ? RejectionCause.TOO_LARGE : RejectionCause.THROTTLED;
            case INVALID_ARGUMENT -> says(TOO_LARGE, status) ? RejectionCause.TOO_LARGE : RejectionCause.INVALID;
            case FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED, ALREADY_EXISTS -> RejectionCause.INVALID;
            case ABORTED -> RejectionCause.TRANSIENT;
            case UNAVAILABLE -> neverConnected(status.getCause()) ? RejectionCause.TRANSIENT : RejectionCause.UNKNOWN;
            case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, DATA_LOSS -> RejectionCause.UNKNOWN;
        };
    }

    /** {@return the status of a failed call, from the service or from gRPC, if there is one} */
    public static Optional<Status> statusOf(Throwable failure) {
        Status innermost = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof StatusRuntimeException runtime) {
                innermost = runtime.getStatus();
            } else if (t instanceof StatusException checked) {
                innermost = checked.getStatus();
            } else if (innermost == null
                    && t instanceof ApiException api
                    && api.getCause() == null
                    && api.getStatusCode() != null) {
                innermost = Status.fromCodeValue(Status.Code.valueOf(
                                        api.getStatusCode().getCode().name())
                                .value())
                        .withDescription(api.getMessage());
            }
        }
        return Optional.ofNullable(innermost);
    }

    /** {@return a readable description of the failure} */
    public static String message(Throwable failure) {
        return statusOf(failure)
                .map(status -> status.getCode() + ": " + status.getDescription())
                .orElseGet(failure::toString);
    }

    private static boolean says(Pattern what, Status status) {
        String description = status.getDescription();
        return description != null
                && what.matcher(description.toLowerCase(Locale.ROOT)).find();
    }

    private static boolean neverConnected(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConnectException || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }
}
