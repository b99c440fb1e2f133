package io.triskel.hosting.function;

/** A function's purpose, which decides the settings that it needs. */
public enum FunctionRole {
    /** Answers HTTP. */
    HTTP,
    /** Handles the bus's events for one consumer. */
    EVENTS,
    /** Fires timers, and does the other work that no event triggers. */
    CLOCK
}
