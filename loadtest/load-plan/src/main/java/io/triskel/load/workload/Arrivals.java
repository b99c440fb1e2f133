package io.triskel.load.workload;

import java.nio.file.Path;

/** When events are meant to be sent. Nobody waits for an answer before the next one: the loop is open. */
public sealed interface Arrivals {
    /** At equal distances, by the rate of the phase. */
    record Uniform() implements Arrivals {}

    /** At random, independent of one another, by the rate of the phase: gaps are exponentially distributed. */
    record Poisson() implements Arrivals {}

    /**
     * As recorded. The phases say which part of the recording is warm-up, and what their rates say is not used.
     *
     * @param file one arrival a line, see {@link TraceFile}
     * @param digest of the times in it, which tells one recording from another wherever its file lies; empty if it is not known
     */
    record Trace(Path file, String digest) implements Arrivals {}
}
