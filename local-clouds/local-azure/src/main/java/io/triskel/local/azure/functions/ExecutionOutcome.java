package io.triskel.local.azure.functions;

import io.triskel.local.azure.functions.wire.Data;
import java.time.Duration;
import java.util.function.Function;

/** The outcome of one execution of a function. */
sealed interface ExecutionOutcome {
    record Succeeded(Data result) implements ExecutionOutcome {}

    /** The function has thrown, or its process has ended by itself. */
    record Failed(String problem) implements ExecutionOutcome {}

    /** The time-out passed, and the process was ended. */
    record TimedOut(Duration limit) implements ExecutionOutcome {}

    /**
     * The instance was lost with its count of retries, or never started.
     *
     * @param pause to wait before the next attempt
     */
    record Lost(Duration pause) implements ExecutionOutcome {}

    /** One answer per kind of outcome. */
    default <R> R fold(
            Function<Succeeded, R> succeeded,
            Function<Failed, R> failed,
            Function<TimedOut, R> timedOut,
            Function<Lost, R> lost) {
        if (this instanceof Succeeded outcome) {
            return succeeded.apply(outcome);
        }
        if (this instanceof Failed outcome) {
            return failed.apply(outcome);
        }
        if (this instanceof TimedOut outcome) {
            return timedOut.apply(outcome);
        }
        return lost.apply((Lost) this);
    }

    /** The problem to report to the next execution. */
    default String problem() {
        return fold(
                succeeded -> "",
                Failed::problem,
                timedOut -> "Timeout value of " + timedOut.limit() + " exceeded",
                lost -> "The instance has gone");
    }
}
