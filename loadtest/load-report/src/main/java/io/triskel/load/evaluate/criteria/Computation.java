package io.triskel.load.evaluate.criteria;

/** A figure that {@code ./triskel size} computes from a profile's workload. */
public enum Computation {
    /** The cost of a month on the cheapest offer that passes all gates; less is better. */
    COST
}
