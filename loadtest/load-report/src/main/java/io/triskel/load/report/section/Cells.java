package io.triskel.load.report.section;

import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes cells in one language. */
record Cells(Words words) {
    /** {@return a sentence or a heading of ours, at the left} */
    Cell words(String english) {
        return Cell.words(words.say(english));
    }

    /** {@return a heading over figures, or a word in their place} */
    Cell figure(String english) {
        return Cell.figure(words.say(english));
    }

    Cell count(long count) {
        return Cell.figure(words.count(count));
    }

    Cell number(OptionalDouble value) {
        return Cell.figure(words.number(value));
    }

    Cell target(String id) {
        return new Cell(words.target(id), "", Look.WORDS, Optional.of(id), Optional.empty(), Optional.empty());
    }
}
