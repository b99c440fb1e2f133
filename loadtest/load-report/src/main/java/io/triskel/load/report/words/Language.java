package io.triskel.load.report.words;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language of reports. */
public enum Language {
    ENGLISH("en", ",", "."),
    /** A narrow no-break space separates thousands. */
    FRENCH("fr", "\u202f", ",");

    private final String code;
    private final String thousands;
    private final String point;

    Language(String code, String thousands, String point) {
        this.code = code;
        this.thousands = thousands;
        this.point = point;
    }

    /** {@return the language of this code, such as fr} */
    public static Optional<Language> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }

    public String code() {
        return code;
    }

    public Locale locale() {
        return Locale.forLanguageTag(code);
    }

    String thousands() {
        return thousands;
    }

    String point() {
        return point;
    }
}
