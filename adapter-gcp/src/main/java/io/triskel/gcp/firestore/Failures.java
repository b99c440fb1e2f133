package io.triskel.gcp.firestore;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.firestore.FirestoreException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.triskel.event.PortException;
import io.triskel.gcp.GcpErrors;
import io.triskel.publish.RejectionCause;
import java.util.Locale;
import java.util.Set;

/** The meaning of Firestore's errors, and readable messages for them. */
final class Failures {
    private static final Set<Status.Code> CONDITION_FAILED =
            Set.of(Status.Code.ALREADY_EXISTS, Status.Code.FAILED_PRECONDITION, Status.Code.NOT_FOUND);

    /**
     * The codes for which Google's own client retries reads ({@code FirestoreStubSettings} of java-firestore), and
     * ABORTED, for which it retries transactions.
     */
    private static final Set<Status.Code> REPEATABLE = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.INTERNAL,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.ABORTED,
            Status.Code.RESOURCE_EXHAUSTED);

    private Failures() {}

    /**
     * Whether a commit's condition may have failed: NOT_FOUND refers to a document or to the database, and only a read
     * shows which.
     */
    static boolean isCondition(Throwable failure) {
        return CONDITION_FAILED.contains(code(failure));
    }

    /**
     * Whether the next attempt may succeed. The failed one may have taken effect, unless it was aborted in favour of a
     * concurrent one or rejected because of a quota.
     */
    static boolean isRepeatable(Throwable failure) {
        return REPEATABLE.contains(code(failure)) && GcpErrors.causeOf(failure) != RejectionCause.TOO_LARGE;
    }

    /** Whether a request was rejected in its present form, for example because its documents together are too large. */
    static boolean isRefused(Throwable failure) {
        return code(failure) == Status.Code.INVALID_ARGUMENT;
    }

    static PortException told(String collection, Throwable failure) {
        Status.Code code = code(failure);
        String advice = switch (code) {
            case NOT_FOUND -> "is in a database that does not exist; create it, or correct its name or the project";
            case FAILED_PRECONDITION ->
                "has no index for a queried field; deploy the indexes of FirestoreCollections.layouts(), and wait until they are"
                        + " built";
            case RESOURCE_EXHAUSTED -> "gets more or larger requests than its quota allows; try again later";
            case ABORTED -> "has too many concurrent writers; try again";
            case PERMISSION_DENIED, UNAUTHENTICATED -> "denies access to these credentials; check them and their role";
            case INVALID_ARGUMENT, OUT_OF_RANGE -> "rejected a request, and a retry will not help";
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
                "did not answer; check the network and the endpoint, then try again";
            default -> "failed; try again";
        };
        return new PortException(
                "Firestore collection " + collection + " " + advice + " ("
                        + code.name().toLowerCase(Locale.ROOT) + ": " + failure.getMessage() + ")",
                failure);
    }

    private static Status.Code code(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof FirestoreException refused && refused.getStatus() != null) {
                return refused.getStatus().getCode();
            }
            if (at instanceof ApiException refused && refused.getStatusCode() instanceof GrpcStatusCode grpc) {
                return grpc.getTransportCode();
            }
            if (at instanceof StatusRuntimeException refused) {
                return refused.getStatus().getCode();
            }
        }
        return Status.Code.UNKNOWN;
    }
}
