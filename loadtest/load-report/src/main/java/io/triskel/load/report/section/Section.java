package io.triskel.load.report.section;

import io.triskel.load.result.Evidence;
import java.util.List;

/**
 * One question and its answer.
 *
 * @param id for links
 * @param title the question, short
 * @param heading the answer if the run may give one, and otherwise the question again
 * @param lede how to read what follows
 * @param evidence what it was measured on; empty if nothing in it is measured
 * @param computed whether it is computed from documents instead
 */
public record Section(
        String id,
        String title,
        String heading,
        String lede,
        List<Evidence> evidence,
        boolean computed,
        List<Block> blocks) {
    public Section {
        evidence = List.copyOf(evidence);
        blocks = List.copyOf(blocks);
    }

    /** What was measured, or is only told. */
    Section(String id, String title, String heading, String lede, List<Evidence> evidence, List<Block> blocks) {
        this(id, title, heading, lede, evidence, false, blocks);
    }

    static Section computed(String id, String title, String heading, String lede, List<Block> blocks) {
        return new Section(id, title, heading, lede, List.of(), true, blocks);
    }
}
