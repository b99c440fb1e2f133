package io.triskel.orders.aws;

/** What a function is there for, which decides what it must be told. */
public enum Role {
    /** Answers HTTP. */
    HTTP,
    /** Handles the stream's events for one consumer. */
    EVENTS,
    /** Does what time sets off. */
    CLOCK
}
