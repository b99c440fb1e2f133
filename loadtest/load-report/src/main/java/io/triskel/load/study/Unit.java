package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.words.Language;
import io.triskel.load.size.plan.Range;

/**
 * What a number counts.
 *
 * @param one as it follows 1
 * @param many as it follows other numbers
 */
record Unit(Phrase one, Phrase many) {
    static final String PERCENT = "%";

    /** {@return the number with its unit} */
    String after(String number, Range range, Language language) {
        if (many.en().equals(PERCENT)) {
            return number + language.percent();
        }
        // English has one day and 1.5 days, French 1,5 jour.
        boolean single =
                range.isExact() && (language == Language.FRENCH ? Math.abs(range.high()) < 2 : range.high() == 1);
        return number + (language == Language.FRENCH ? "\u00a0" : " ") + (single ? one : many).in(language);
    }
}
