package io.triskel.load.evaluate.score;

import io.triskel.load.report.words.Language;
import io.triskel.load.size.plan.Range;
import java.math.BigDecimal;
import java.math.MathContext;

/** Writes figures as a language does. */
public final class FigureText {
    private static final MathContext DIGITS = new MathContext(3);

    private FigureText() {}

    /** {@return the value with this number of decimals} */
    public static String fixed(double value, int decimals, Language language) {
        return String.format(language.locale(), "%,." + decimals + "f", value);
    }

    /** {@return the value with about three digits, without trailing zeros} */
    public static String number(double value, Language language) {
        if (!Double.isFinite(value)) {
            return "∞";
        }
        BigDecimal rounded = BigDecimal.valueOf(value);
        if (Math.abs(value) < 1000) {
            rounded = rounded.round(DIGITS);
        }
        int decimals = Math.abs(value) >= 1000
                ? 0
                : Math.max(0, rounded.stripTrailingZeros().scale());
        return fixed(rounded.doubleValue(), decimals, language);
    }

    /** {@return the likely figure, and its bounds if they differ from it} */
    public static String range(Range range, Language language) {
        if (range.isExact()) {
            return number(range.likely(), language);
        }
        return number(range.likely(), language) + " (" + number(range.low(), language)
                + (language == Language.FRENCH ? " à " : " to ") + number(range.high(), language) + ")";
    }

    /** {@return the bounds of a figure that nothing has measured, without the figure between them} */
    public static String span(Range range, Language language) {
        return range.isExact()
                ? number(range.likely(), language)
                : number(range.low(), language)
                        + (language == Language.FRENCH ? " à " : " to ")
                        + number(range.high(), language);
    }

    /** {@return a share of 1 as a percentage} */
    public static String percent(double share, Language language) {
        return fixed(100 * share, 0, language) + language.percent();
    }
}
