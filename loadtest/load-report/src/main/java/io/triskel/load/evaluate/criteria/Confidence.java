package io.triskel.load.evaluate.criteria;

import java.util.Locale;

/** The source of a fact: its provider, another publisher, or none that was found. */
public enum Confidence {
    OFFICIAL,
    SECONDARY,
    UNVERIFIED;

    /** {@return as files write it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
