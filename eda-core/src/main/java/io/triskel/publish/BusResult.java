package io.triskel.publish;

import java.util.function.Function;

/** What a bus says about one event of a request. */
public sealed interface BusResult {
    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Ok, R> ok, Function<Failed, R> failed);

    /** {@return that the bus has the event, at this position} */
    static BusResult ok(String position) {
        return new Ok(position);
    }

    /** {@return that the bus does not have it, or may not have it} */
    static BusResult failed(Cause cause, String message) {
        return new Failed(cause, message);
    }

    /**
     * The bus has it.
     *
     * @param position where, in the bus's own words
     */
    record Ok(String position) implements BusResult {
        @Override
        public <R> R fold(Function<Ok, R> ok, Function<Failed, R> failed) {
            return ok.apply(this);
        }
    }

    /**
     * The bus does not have it.
     *
     * @param cause why; {@link Cause#UNKNOWN} if it may have it
     * @param message for people
     */
    record Failed(Cause cause, String message) implements BusResult {
        @Override
        public <R> R fold(Function<Ok, R> ok, Function<Failed, R> failed) {
            return failed.apply(this);
        }
    }
}
