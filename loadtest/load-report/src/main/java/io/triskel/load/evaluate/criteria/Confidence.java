package io.triskel.load.evaluate.criteria;

import java.util.Locale;

/** How far a fact can be trusted: the provider says so, somebody else says so, or no source was found. */
public enum Confidence {
    OFFICIAL,
    SECONDARY,
    UNVERIFIED;

    /** {@return as files write it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
