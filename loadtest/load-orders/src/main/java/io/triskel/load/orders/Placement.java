package io.triskel.load.orders;

import io.triskel.load.traffic.SendOutcome;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.publish.RejectionCause;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import org.jspecify.annotations.Nullable;

/** The outcome of placing an order, in the words of a publisher. */
final class Placement {
    private Placement() {}

    /**
     * {@return the outcome of the sending}
     *
     * @param answer none if there was a failure
     */
    static SendOutcome outcome(OrderClient.@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer == null) {
            return unanswered(failure != null && failure.getCause() != null ? failure.getCause() : failure);
        }
        if (answer.ok()) {
            return SendOutcome.ACCEPTED;
        }
        return SendOutcome.refused(cause(answer.status()), "HTTP " + answer.status());
    }

    private static SendOutcome unanswered(@Nullable Throwable failure) {
        if (failure instanceof ConnectException) {
            return SendOutcome.refused(RejectionCause.TRANSIENT, "not connected");
        }
        return SendOutcome.refused(
                RejectionCause.UNKNOWN, failure instanceof HttpTimeoutException ? "timed out" : "no answer");
    }

    /** A server error does not say whether the order was placed; repeating it is safe, since the server recognises the duplicate. */
    private static RejectionCause cause(int status) {
        return switch (status) {
            case 401, 403 -> RejectionCause.DENIED;
            case 404 -> RejectionCause.NOT_FOUND;
            case 409 -> RejectionCause.TRANSIENT;
            case 413 -> RejectionCause.TOO_LARGE;
            case 429 -> RejectionCause.THROTTLED;
            default -> status / 100 == 5 ? RejectionCause.UNKNOWN : RejectionCause.INVALID;
        };
    }
}
