package io.triskel.load.evaluate.score;

import java.util.Locale;

/** What a score rests on, the strongest first. */
public enum Basis {
    MEASURED,
    COMPUTED,
    LIMITS,
    JUDGED,
    MISSING;

    /** {@return as programs read it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
