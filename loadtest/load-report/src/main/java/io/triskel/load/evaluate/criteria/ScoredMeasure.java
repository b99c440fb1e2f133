package io.triskel.load.evaluate.criteria;

/** A figure of a load test. */
public enum ScoredMeasure {
    /** Events a second up to which the objectives were met; more is better. */
    CAPACITY,
    /** 99th percentile of latency, from the intended send time; less is better. */
    P99,
    /** Time to work off a backlog; less is better. */
    DRAIN,
    /** Events lost, out of order or corrupted; none is allowed. */
    FAULTS
}
