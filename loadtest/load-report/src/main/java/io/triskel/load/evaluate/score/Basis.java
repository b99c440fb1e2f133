package io.triskel.load.evaluate.score;

import java.util.Locale;

/** The kind of evidence behind a score, strongest first. */
public enum Basis {
    MEASURED,
    COMPUTED,
    JUDGED,
    MISSING;

    /** {@return as programs read it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
