package io.triskel.load.evaluate.criteria;

import java.util.Locale;

/** A language that people read an evaluation in. */
public enum Language {
    EN(Locale.ENGLISH),
    FR(Locale.FRENCH);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /** {@return as options and files write it} */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
