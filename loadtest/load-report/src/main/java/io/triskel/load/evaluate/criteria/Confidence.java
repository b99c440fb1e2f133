package io.triskel.load.evaluate.criteria;

import java.util.Locale;

/** How far a source can be trusted: the provider's own word, another's, or nobody's that was found. */
public enum Confidence {
    OFFICIAL,
    SECONDARY,
    UNVERIFIED;

    /** {@return as files write it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
