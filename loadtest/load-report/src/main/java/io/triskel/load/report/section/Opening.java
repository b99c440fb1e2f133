package io.triskel.load.report.section;

import java.util.List;
import java.util.Map;

/**
 * What stands above all sections: whether the run may be quoted, and its answer.
 *
 * @param answer one or two sentences
 * @param why what the answer rests on, and what follows from it: paragraphs
 * @param line name and value: workload, time, repeats, seed
 */
public record Opening(List<Fact> facts, String answer, List<String> why, Map<String, String> line) {
    public Opening {
        facts = List.copyOf(facts);
        why = List.copyOf(why);
    }

    /** A short verdict with its reason. */
    public record Fact(Kind kind, String head, String body) {}

    /** How a verdict looks; its words say the same. */
    public enum Kind {
        GOOD,
        PLAIN,
        DOUBT,
        BAD
    }
}
