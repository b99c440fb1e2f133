package io.triskel.load.workload;

/** How much of an application is under load. */
public enum Level {
    /** Publish to consume. */
    BUS,
    /** Publish to the handler inside the function package that is deployed. */
    FUNCTION,
    /** Order placed to order settled, through the order functions. */
    PIPELINE
}
