package io.triskel.load.report.section;

import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.words.Words;
import java.util.OptionalDouble;

/** Makes cells in one language. */
record Cells(Words words) {
    /** {@return a sentence or a heading of ours, aligned left} */
    Cell words(String english) {
        return Cell.words(words.say(english));
    }

    /** {@return a heading over figures, or a word in place of a figure} */
    Cell figure(String english) {
        return Cell.figure(words.say(english));
    }

    /** {@return an estimate with its interval below} */
    Cell estimate(Estimate estimate) {
        if (estimate.isNever()) {
            return figure("never");
        }
        return Cell.figure(words.number(estimate.value()))
                .small(estimate.interval()
                        .filter(one -> one.high() > 0)
                        .map(one -> words.say("{0} to {1}", words.number(one.low()), words.number(one.high())))
                        .orElse(""));
    }

    Cell count(long count) {
        return Cell.figure(words.count(count));
    }

    Cell number(OptionalDouble value) {
        return Cell.figure(words.number(value));
    }

    Cell target(String id) {
        return Cell.target(id, words.target(id));
    }
}
