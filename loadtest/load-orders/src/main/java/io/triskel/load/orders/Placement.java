package io.triskel.load.orders;

import io.triskel.load.traffic.SendOutcome;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.publish.RejectionCause;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import org.jspecify.annotations.Nullable;

/** What an answer to placing an order means, as a publisher would say it. */
final class Placement {
    private Placement() {}

    /**
     * {@return what became of the order}
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

    /** An error of a server says nothing of whether the order was placed; repeating is safe, and recognised. */
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
