package io.triskel.load.report.merge;

import io.triskel.load.result.Capacity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Capacity over repeats: the rate up to which every repeat passed, and the highest rate at which a repeat first failed.
 *
 * @param failed absent if a repeat never failed
 * @param confirmed the fewest confirmations in any repeat
 * @param probes of all repeats
 */
public record Bracket(
        String unit, double passed, OptionalDouble failed, String reason, int confirmed, List<Capacity.Probe> probes) {
    public Bracket {
        probes = List.copyOf(probes);
    }

    static Optional<Bracket> of(List<Capacity> repeats) {
        if (repeats.isEmpty()) {
            return Optional.empty();
        }
        boolean allFailed = repeats.stream().allMatch(one -> one.failed().isPresent());
        return Optional.of(new Bracket(
                repeats.get(0).unit(),
                repeats.stream()
                        .mapToDouble(one -> one.passed().orElse(0))
                        .min()
                        .orElse(0),
                allFailed
                        ? repeats.stream()
                                .mapToDouble(one -> one.failed().getAsDouble())
                                .max()
                        : OptionalDouble.empty(),
                repeats.get(0).reason(),
                repeats.stream().mapToInt(Capacity::confirmed).min().orElse(0),
                repeats.stream().flatMap(one -> one.probes().stream()).toList()));
    }

    /** {@return whether every rate of this bracket is above every rate of the other} */
    public boolean isAbove(Bracket other) {
        return other.failed.isPresent() && passed > other.failed.getAsDouble();
    }
}
