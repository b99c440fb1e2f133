package io.triskel.hosting.clock;

import java.util.List;

/** Ends a scheduled invocation of the clock, all of whose parts were tried, as failed: so the host's own metric counts it. */
public final class ClockFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ClockFailedException(List<String> failures) {
        super("The clock failed: " + String.join("; ", failures));
    }

    /**
     * Fails if there are failures.
     *
     * @throws ClockFailedException with all of them
     */
    public static void ifAny(List<String> failures) {
        if (!failures.isEmpty()) {
            throw new ClockFailedException(failures);
        }
    }
}
