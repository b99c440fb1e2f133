package io.triskel.load.report.words;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language of reports. */
public enum Language {
    ENGLISH("en", ",", ".", " ", "%", ": ", "; "),
    /** A narrow no-break space separates thousands, a no-break space is before units and colons. */
    FRENCH("fr", "\u202f", ",", "\u00a0", "\u00a0%", "\u00a0: ", "\u202f; ");

    private final String code;
    private final String thousands;
    private final String point;
    private final String space;
    private final String percent;
    private final String colon;
    private final String semicolon;

    Language(
            String code, String thousands, String point, String space, String percent, String colon, String semicolon) {
        this.code = code;
        this.thousands = thousands;
        this.point = point;
        this.space = space;
        this.percent = percent;
        this.colon = colon;
        this.semicolon = semicolon;
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

    /** {@return what is before decimals} */
    public String point() {
        return point;
    }

    /** {@return what is between a number and its unit} */
    public String space() {
        return space;
    }

    /** {@return a colon with its spaces} */
    public String colon() {
        return colon;
    }

    /** {@return a semicolon with its spaces} */
    public String semicolon() {
        return semicolon;
    }

    /** {@return the sign of a percentage, with what is before it} */
    public String percent() {
        return percent;
    }
}
