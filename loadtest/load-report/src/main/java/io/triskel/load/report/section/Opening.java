package io.triskel.load.report.section;

import java.util.List;
import java.util.Map;

/**
 * The part above all sections: whether the figures may be quoted, and the answer.
 *
 * @param answer one or two sentences
 * @param why paragraphs on the reasons of the answer and on what follows from it
 * @param line names and values, such as workload, time, repeats and seed
 */
public record Opening(List<Fact> facts, String answer, List<String> why, Map<String, String> line) {
    public Opening {
        facts = List.copyOf(facts);
        why = List.copyOf(why);
    }

    /** A short verdict with its reason. */
    public record Fact(Kind kind, String head, String body) {}

    /** The look of a fact, which its words express, too. */
    public enum Kind {
        GOOD,
        PLAIN,
        DOUBT,
        BAD
    }
}
