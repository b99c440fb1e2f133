package io.triskel.load.evaluate.criteria;

import java.util.List;
import java.util.stream.Stream;

/**
 * All criteria.
 *
 * @param least share of the weight that must be scored before a cloud may lead
 * @param requirements that a profile may state
 */
public record Criteria(double least, List<Requirement> requirements, List<Criterion> all) {
    public Criteria {
        requirements = List.copyOf(requirements);
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("At least one criterion is expected");
        }
        List<String> ids = Stream.concat(
                        all.stream().map(Criterion::id), requirements.stream().map(Requirement::id))
                .toList();
        if (ids.stream().distinct().count() < ids.size()) {
            throw new IllegalArgumentException("Each criterion and each requirement needs a unique id");
        }
    }

    public List<String> ids() {
        return all.stream().map(Criterion::id).toList();
    }
}
