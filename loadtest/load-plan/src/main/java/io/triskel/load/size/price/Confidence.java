package io.triskel.load.size.price;

/** How well a price is known. */
public enum Confidence {
    /** The provider's own document. */
    OFFICIAL,
    /** A source that quotes the provider. */
    SECONDARY,
    /** Neither; shown as such. */
    UNVERIFIED
}
