package io.triskel.load.size.offer;

/** How events get from a bus to its consumers. */
public enum Delivery {
    /** The function's service looks for events at a fixed pace. */
    POLLED,
    /** The bus, or a connection that stays open, hands them over as they come. */
    PUSHED,
    /** A process of ours asks for them. */
    PULLED;

    @Override
    public String toString() {
        return Words.of(this);
    }
}
