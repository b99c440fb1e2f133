package io.triskel.load.evaluate.criteria;

/** A figure that {@code ./triskel size} computes from a profile's workload. */
public enum Computation {
    /** The cost of a month on the cheapest offer that carries the workload; less is better. */
    COST,
    /** Whether an offer carries the peak: with default quotas, with raised ones, or not. */
    CARRIES
}
