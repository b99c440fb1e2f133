package io.triskel.load.report.section;

import io.triskel.load.result.Evidence;
import java.util.List;

/**
 * One question and its answer.
 *
 * @param id for links
 * @param title a short name of the question
 * @param heading the answer if the run may give one, otherwise the question
 * @param lede how to read what follows
 * @param evidence the classes of evidence of the section; empty if it has no measurements
 * @param computed whether the section is computed from documents
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

    /** A section of measurements, or of data that is neither measured nor computed. */
    Section(String id, String title, String heading, String lede, List<Evidence> evidence, List<Block> blocks) {
        this(id, title, heading, lede, evidence, false, blocks);
    }

    static Section computed(String id, String title, String heading, String lede, List<Block> blocks) {
        return new Section(id, title, heading, lede, List.of(), true, blocks);
    }
}
