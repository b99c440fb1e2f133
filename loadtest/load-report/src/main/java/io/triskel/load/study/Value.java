package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.score.FigureText;
import io.triskel.load.report.words.Language;
import io.triskel.load.size.plan.Range;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** What a figure says: a number or its bounds, a date, or a name. */
sealed interface Value {
    String in(Language language);

    /**
     * A number, or its bounds.
     *
     * @param decimals how many are written; {@link #THREE_DIGITS} for a computed number
     */
    record Amount(Range range, int decimals) implements Value {
        static final int THREE_DIGITS = -1;

        @Override
        public String in(Language language) {
            if (decimals == THREE_DIGITS) {
                return FigureText.span(range, language);
            }
            String low = FigureText.fixed(range.low(), decimals, language);
            String high = FigureText.fixed(range.high(), decimals, language);
            return low.equals(high) ? low : low + (language == Language.FRENCH ? " à " : " to ") + high;
        }
    }

    /** A day, a month or a year. */
    record Moment(TemporalAccessor time) implements Value {
        @Override
        public String in(Language language) {
            String space = language == Language.FRENCH ? "\u00a0" : " ";
            String pattern =
                    time instanceof LocalDate ? "d MMMM uuuu" : time instanceof YearMonth ? "MMMM uuuu" : "uuuu";
            String written =
                    DateTimeFormatter.ofPattern(pattern, language.locale()).format(time);
            String first = language == Language.FRENCH && time instanceof LocalDate day && day.getDayOfMonth() == 1
                    ? written.replaceFirst("^1 ", "1\u1d49\u02b3 ")
                    : written;
            return first.replace(" ", space);
        }
    }

    /** A name, such as that of an offer. */
    record Name(Phrase phrase) implements Value {
        @Override
        public String in(Language language) {
            return phrase.in(language);
        }
    }
}
