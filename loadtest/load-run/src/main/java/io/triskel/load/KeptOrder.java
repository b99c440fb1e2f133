package io.triskel.load;

/** What order a target's bus keeps, as its consumers see it. */
public enum KeptOrder {
    /** Events of one key arrive in the order of their publication; repeats may follow. */
    PER_KEY,
    /** None. */
    NONE
}
