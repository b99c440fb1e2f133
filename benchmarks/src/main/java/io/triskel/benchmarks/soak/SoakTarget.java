package io.triskel.benchmarks.soak;

import io.triskel.load.Binding;
import io.triskel.load.TestPorts;
import java.util.Map;

/**
 * A target on this machine on which the consumers {@link EveryEvent} and {@link SampledEvents} are deployed as functions, and
 * where faults can be injected.
 */
public interface SoakTarget extends AutoCloseable {
    /** {@return the target} */
    Binding binding();

    /** {@return the bus to publish to, and the event store that the consumers append to} */
    TestPorts ports();

    /** Injects faults into calls from now on, each kind at least once, however few calls there are. */
    void arm();

    /**
     * Causes the faults that come at planned times and not by chance.
     *
     * @param part of the events that has just been published, from 0
     * @param parts in all
     */
    void disturb(int part, int parts);

    /**
     * Kills a JVM of functions.
     *
     * @param kill how many were killed before
     * @return whether there was one
     */
    boolean kill(int kill);

    /** {@return how many events the slowest consumer has been handed, repeats included} */
    long handed();

    /** {@return whether both consumers have settled all that is on the bus} */
    boolean isCaughtUp();

    /** {@return how many events are on the bus, repeats included} */
    long onTheBus();

    /** {@return how often each fault was injected, in bus, functions and stores, those of {@link #disturb} included} */
    Map<String, Long> injected();

    /** {@return the host's counts, by function and name; among the names are {@code errors} and {@code coldStarts}} */
    Map<String, Map<String, Long>> functions();

    @Override
    void close();
}
