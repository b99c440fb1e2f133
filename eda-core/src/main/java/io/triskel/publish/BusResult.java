package io.triskel.publish;

import java.util.function.Function;

/** A bus's answer about one event of a request. */
public sealed interface BusResult {
    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Ok, R> ok, Function<Failed, R> failed);

    /** {@return the result that the bus has the event, at this position} */
    static BusResult ok(String position) {
        return new Ok(position);
    }

    /** {@return the result that the bus does not have the event, or possibly does not} */
    static BusResult failed(Cause cause, String message) {
        return new Failed(cause, message);
    }

    /**
     * The bus has the event.
     *
     * @param position the event's place in the bus, in the bus's own words
     */
    record Ok(String position) implements BusResult {
        @Override
        public <R> R fold(Function<Ok, R> ok, Function<Failed, R> failed) {
            return ok.apply(this);
        }
    }

    /**
     * The bus does not have the event.
     *
     * @param cause why; {@link Cause#UNKNOWN} if the bus may have it
     * @param message for people
     */
    record Failed(Cause cause, String message) implements BusResult {
        @Override
        public <R> R fold(Function<Ok, R> ok, Function<Failed, R> failed) {
            return failed.apply(this);
        }
    }
}
