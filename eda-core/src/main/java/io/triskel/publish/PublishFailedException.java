package io.triskel.publish;

import io.triskel.event.PortException;
import io.triskel.publish.PublishReport.Entry;
import org.jspecify.annotations.Nullable;

/**
 * {@link RepeatingPublisher} could not publish all events by its deadline. The {@link #report} says which.
 *
 * <p>Thrown by a handler, it counts as a failed port and not as an attempt, unless all rejected events are
 * {@link RejectionCause#TOO_LARGE} or {@link RejectionCause#INVALID}: then the handler is at fault, and the handled event is
 * parked.
 */
public final class PublishFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PublishReport report;

    PublishFailedException(PublishReport report) {
        super(message(report), failedPort(report));
        this.report = report;
    }

    /** {@return one entry per event, in order; accepted events are on the bus} */
    public PublishReport report() {
        return report;
    }

    private static @Nullable PortException failedPort(PublishReport report) {
        return report.rejected().stream()
                .filter(entry -> entry.cause() != RejectionCause.TOO_LARGE && entry.cause() != RejectionCause.INVALID)
                .findFirst()
                .map(entry ->
                        new PortException("The bus rejected " + entry.event().id() + ": " + entry.message()))
                .orElse(null);
    }

    private static String message(PublishReport report) {
        int all = report.entries().size();
        int missing = all - report.accepted();
        StringBuilder message = new StringBuilder()
                .append(missing)
                .append(" of ")
                .append(all)
                .append(all == 1 ? " event is not on the bus" : " events are not on the bus");
        report.firstRejected()
                .ifPresent(first -> message.append(all == 1 ? ". " : ". The first is ")
                        .append(first.event().id())
                        .append(all == 1 ? " was rejected as " : ", rejected as ")
                        .append(first.cause())
                        .append(": ")
                        .append(first.message())
                        .append(". ")
                        .append(whatToDo(first.cause())));
        if (report.rejected().stream().anyMatch(PublishFailedException::mayBeThere)) {
            message.append(
                    " UNKNOWN means that the event may be on the bus: publishing it again may make a duplicate.");
        }
        return message.toString();
    }

    private static boolean mayBeThere(Entry.Rejected entry) {
        return entry.cause() == RejectionCause.UNKNOWN;
    }

    private static String whatToDo(RejectionCause cause) {
        return switch (cause) {
            case THROTTLED, TRANSIENT, UNKNOWN -> "Publish what report() does not call accepted again, in its order.";
            case TOO_LARGE -> "Make the event smaller: it cannot be published as it is.";
            case INVALID -> "Correct the event: it cannot be published as it is.";
            case DENIED -> "Permit this program to publish there, then publish again.";
            case NOT_FOUND -> "Create the destination or correct its name, then publish again.";
        };
    }
}
