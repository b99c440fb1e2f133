package io.triskel.load.size.offer;

/** The part that an offer has in a plan. */
public enum Role {
    BUS,
    /** Keeps events beyond the bus. */
    ARCHIVE,
    FUNCTION,
    STORE;

    @Override
    public String toString() {
        return Words.of(this);
    }
}
