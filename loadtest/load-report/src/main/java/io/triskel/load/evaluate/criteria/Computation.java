package io.triskel.load.evaluate.criteria;

/** What {@code ./triskel size} computes of a profile's workload. */
public enum Computation {
    /** A month on the cheapest offer that carries the workload; less is better. */
    COST,
    /** Whether an offer carries the peak: with default quotas, with raised ones, or not. */
    CARRIES
}
