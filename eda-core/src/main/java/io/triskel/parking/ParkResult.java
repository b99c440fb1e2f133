package io.triskel.parking;

import java.util.function.Function;

/** The parking lot's answer to the parking of an event. */
public sealed interface ParkResult {
    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Parked, R> parked, Function<Open, R> open, Function<Full, R> full);

    /** {@return the answer that the lot has the event} */
    static ParkResult parked() {
        return Parked.PARKED;
    }

    /** {@return the answer that the lane is not parked any more} */
    static ParkResult open() {
        return Open.OPEN;
    }

    /** The lot has the event, since now or already before. */
    record Parked() implements ParkResult {
        private static final Parked PARKED = new Parked();

        @Override
        public <R> R fold(Function<Parked, R> parked, Function<Open, R> open, Function<Full, R> full) {
            return parked.apply(this);
        }
    }

    /** The lane is not parked, nothing was written: the event may be attempted. Only {@code parkBehind} answers so. */
    record Open() implements ParkResult {
        private static final Open OPEN = new Open();

        @Override
        public <R> R fold(Function<Parked, R> parked, Function<Open, R> open, Function<Full, R> full) {
            return open.apply(this);
        }
    }

    /**
     * The lot or the lane is full: nothing was written.
     *
     * @param limit how many events the full lot or lane holds at most
     */
    record Full(int limit) implements ParkResult {
        @Override
        public <R> R fold(Function<Parked, R> parked, Function<Open, R> open, Function<Full, R> full) {
            return full.apply(this);
        }
    }
}
