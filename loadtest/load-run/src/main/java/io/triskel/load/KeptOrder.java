package io.triskel.load;

/** The ordering that consumers of a target's bus see. */
public enum KeptOrder {
    /** Events of one key arrive in the order of their publication; duplicates may follow. */
    PER_KEY,
    /** None. */
    NONE
}
