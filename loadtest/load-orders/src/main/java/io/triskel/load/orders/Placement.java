package io.triskel.load.orders;

import io.triskel.load.traffic.Outcome;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.publish.Cause;
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
    static Outcome outcome(OrderClient.@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer == null) {
            return unanswered(failure != null && failure.getCause() != null ? failure.getCause() : failure);
        }
        if (answer.ok()) {
            return Outcome.ACCEPTED;
        }
        return Outcome.refused(cause(answer.status()), "HTTP " + answer.status());
    }

    private static Outcome unanswered(@Nullable Throwable failure) {
        if (failure instanceof ConnectException) {
            return Outcome.refused(Cause.TRANSIENT, "not connected");
        }
        return Outcome.refused(Cause.UNKNOWN, failure instanceof HttpTimeoutException ? "timed out" : "no answer");
    }

    /** An error of a server says nothing of whether the order was placed; repeating is safe, and recognised. */
    private static Cause cause(int status) {
        return switch (status) {
            case 401, 403 -> Cause.DENIED;
            case 404 -> Cause.NOT_FOUND;
            case 409 -> Cause.TRANSIENT;
            case 413 -> Cause.TOO_LARGE;
            case 429 -> Cause.THROTTLED;
            default -> status / 100 == 5 ? Cause.UNKNOWN : Cause.INVALID;
        };
    }
}
