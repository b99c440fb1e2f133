package io.triskel.load.report.merge;

/**
 * A missing part of a run.
 *
 * @param present how many repeats or workers are there
 * @param expected how many there should be
 * @param repeat the repeat in which workers are missing
 */
public record Gap(Kind kind, int present, int expected, int repeat) {
    /** What is missing. */
    public enum Kind {
        /** The rest: it was interrupted before its end. */
        REST,
        /** The rest: it was stopped at its budget. */
        BUDGET,
        REPEATS,
        WORKERS
    }
}
