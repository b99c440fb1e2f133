package io.triskel.load.report.words;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A language of reports. */
public enum Language {
    ENGLISH("en", ",", ".", " ", "%", ": ", "; "),
    /** A narrow no-break space separates thousands, a no-break space is before units and colons. */
    FRENCH("fr", "\u202f", ",", "\u00a0", "\u00a0%", "\u00a0: ", "\u202f; ");

    private static final Pattern DATE = Pattern.compile("\\d{4}(-\\d\\d){0,2}");

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

    /** {@return whether this is a day, a month or a year of the calendar, such as 2026-11-30} */
    static boolean isDate(String text) {
        return DATE.matcher(text).matches();
    }

    /** {@return a day, a month or a year as readers of reports write it: 2026-11-30 or 30 novembre 2026} */
    public String date(String iso) {
        if (this == ENGLISH || iso.length() == 4) {
            return iso;
        }
        YearMonth month = YearMonth.parse(iso.substring(0, 7));
        String named = month.format(DateTimeFormatter.ofPattern("MMMM yyyy", locale()));
        return iso.length() == 7 ? named : day(Integer.parseInt(iso.substring(8))) + space + named;
    }

    private static String day(int day) {
        return day == 1 ? "1ᵉʳ" : Integer.toString(day);
    }

    /** {@return the title of a source, set off from the sentence; English sets off none} */
    public String quoted(String title) {
        return this == ENGLISH ? title : "«\u00a0" + title + "\u00a0»";
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
