package io.triskel.load.sim;

import java.util.Optional;

/** How a service gives instances to a function, as it is documented. For one thread. */
public interface Scaling {
    /**
     * Where an invocation runs.
     *
     * @param startsAt when its handler begins: later than now if the instance has to start
     * @param first whether it is the instance's first
     * @param nanosOfAnEvent how long the handler works on one
     */
    record Place(int instance, long startsAt, boolean first, long nanosOfAnEvent) {}

    /** {@return what is simulated, for people} */
    String stack();

    /** {@return how long an instance takes to start, for people; 0 if it is not documented} */
    static String started(long nanos) {
        return nanos == 0 ? "start unknown and taken as none" : "started in " + nanos / 1_000_000 + " ms";
    }

    /** {@return whether every lane can run in every place, so that no lane has a place if one lane has none} */
    boolean lanesAreAlike();

    /**
     * {@return a place for the next invocation of a lane; empty if it has to wait}
     *
     * @param waiting lanes that wait for a place, this one included
     */
    Optional<Place> place(int lane, int waiting, long now);

    /** Takes a place back. */
    void ended(Place place, long now);

    /**
     * Starts to scale.
     *
     * @param unhandled events that the bus has taken and no handler has ended
     * @param room notified when waiting lanes may get places
     */
    void start(Unhandled unhandled, Runnable room);

    /** How many events are not handled yet. */
    @FunctionalInterface
    interface Unhandled {
        long events();
    }
}
