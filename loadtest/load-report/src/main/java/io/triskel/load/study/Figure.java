package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.words.Language;
import io.triskel.load.size.plan.Range;
import java.util.Optional;

/**
 * A figure of the study.
 *
 * @param why the reason of an assumption or a decision
 * @param source the command, address or document that shows it
 * @param asOf the date of the source; may be empty
 * @param secondary whether it is documented, but not by the vendor or the law itself
 */
record Figure(
        String id,
        Value value,
        Optional<Unit> unit,
        Basis basis,
        Optional<Phrase> why,
        Optional<Phrase> source,
        String asOf,
        boolean secondary) {

    /** {@return a figure that a command computes} */
    static Figure computed(String id, Value value, Optional<Unit> unit, String command, String asOf) {
        Optional<Phrase> source = Optional.of(new Phrase(command, command));
        return new Figure(id, value, unit, Basis.COMPUTED, Optional.empty(), source, asOf, false);
    }

    Figure with(Value computed) {
        return new Figure(id, computed, unit, basis, why, source, asOf, secondary);
    }

    /** {@return the figure without its unit} */
    String bare(Language language) {
        return value.in(language);
    }

    /** {@return the figure with its unit} */
    String in(Language language) {
        String bare = bare(language);
        return value instanceof Value.Amount amount
                ? unit.map(one -> one.after(bare, amount.range(), language)).orElse(bare)
                : bare;
    }

    /** {@return the number to compute with, if it is one} */
    Optional<Range> range() {
        return value instanceof Value.Amount amount ? Optional.of(amount.range()) : Optional.empty();
    }
}
