package io.triskel.gcp;

import io.grpc.Context;
import io.triskel.event.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Sets the deadline of a thread's work for the calls of that work, since the ports have no parameter for it. Calls of
 * clients from {@link GcpClients} end by the deadline, and the stores retry no call after it.
 *
 * <p>The deadline is in the thread's gRPC context, so {@code Context.current().wrap(...)} carries it to another thread.
 */
public final class CallDeadline {
    // A deadline in every port would change every port, store and handler on all clouds for what only a host knows.
    // gRPC's own cancellable context ends with the call, and cancels whatever a handler left running, such as another
    // thread's batch that the publisher happens to flush. The clients' own retries do not cover aborted commits, and do
    // not know the work's deadline.

    private static final Context.Key<io.grpc.Deadline> NEAREST = Context.key("triskel-call-deadline");

    /** The time that a call leaves for the calls that must follow it, but at most a quarter of the time left. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private static final int MOST_KEPT = 4;

    private CallDeadline() {}

    /** Work with a result, which may throw. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        /** Does the work. */
        T run() throws X;
    }

    /**
     * Does work whose calls end by the deadline; an earlier deadline that is already set still applies.
     *
     * @param clock measures the deadline
     */
    public static <T, X extends Exception> T during(Deadline deadline, InstantSource clock, Work<T, X> work) throws X {
        io.grpc.Deadline ends = io.grpc.Deadline.after(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
        io.grpc.Deadline set = NEAREST.get();
        Context within = Context.current().withValue(NEAREST, set == null ? ends : ends.minimum(set));
        Context before = within.attach();
        try {
            return work.run();
        } finally {
            within.detach(before);
        }
    }

    /** {@return how long a call that starts now may take: {@code atMost}, or less if this thread's deadline is near} */
    public static Duration within(Duration atMost) {
        io.grpc.Deadline set = NEAREST.get();
        if (set == null) {
            return atMost;
        }
        Duration left = Duration.ofNanos(Math.max(0, set.timeRemaining(TimeUnit.NANOSECONDS)));
        Duration quarter = left.dividedBy(MOST_KEPT);
        Duration usable = left.minus(KEPT.compareTo(quarter) < 0 ? KEPT : quarter);
        return usable.compareTo(atMost) < 0 ? usable : atMost;
    }
}
