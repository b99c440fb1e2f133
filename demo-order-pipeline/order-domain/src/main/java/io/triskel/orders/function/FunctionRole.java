package io.triskel.orders.function;

/** What a function is there for, which decides what it must be told. */
public enum FunctionRole {
    /** Answers HTTP. */
    HTTP,
    /** Handles the bus's events for one consumer. */
    EVENTS,
    /** Does what time sets off. */
    CLOCK
}
