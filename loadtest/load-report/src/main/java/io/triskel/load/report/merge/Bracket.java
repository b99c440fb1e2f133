package io.triskel.load.report.merge;

import io.triskel.load.result.Capacity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Capacity over repeats: the rate up to which every repeat passed, and the highest rate at which a repeat first failed.
 *
 * @param failed absent if a repeat never failed
 * @param underObjectives the same for the highest rate at which objectives are met, too; absent if a repeat has none
 * @param probes of all repeats
 */
public record Bracket(
        String unit,
        double passed,
        OptionalDouble failed,
        String reason,
        Optional<UnderObjectives> underObjectives,
        List<Capacity.Probe> probes) {
    public Bracket {
        probes = List.copyOf(probes);
    }

    /** Over repeats, as the capacity. */
    public record UnderObjectives(double passed, OptionalDouble failed, String reason) {}

    static Optional<Bracket> of(List<Capacity> repeats) {
        if (repeats.isEmpty()) {
            return Optional.empty();
        }
        List<Capacity.UnderObjectives> limited =
                repeats.stream().flatMap(one -> one.underObjectives().stream()).toList();
        return Optional.of(new Bracket(
                repeats.get(0).unit(),
                passed(repeats.stream().map(Capacity::passed).toList()),
                failed(repeats.stream().map(Capacity::failed).toList()),
                repeats.get(0).reason(),
                limited.size() < repeats.size()
                        ? Optional.empty()
                        : Optional.of(new UnderObjectives(
                                passed(limited.stream()
                                        .map(Capacity.UnderObjectives::passed)
                                        .toList()),
                                failed(limited.stream()
                                        .map(Capacity.UnderObjectives::failed)
                                        .toList()),
                                limited.get(0).reason())),
                repeats.stream().flatMap(one -> one.probes().stream()).toList()));
    }

    private static double passed(List<OptionalDouble> repeats) {
        return repeats.stream().mapToDouble(one -> one.orElse(0)).min().orElse(0);
    }

    private static OptionalDouble failed(List<OptionalDouble> repeats) {
        return repeats.stream().allMatch(OptionalDouble::isPresent)
                ? repeats.stream().mapToDouble(OptionalDouble::getAsDouble).max()
                : OptionalDouble.empty();
    }

    /** {@return whether every rate of this bracket is above every rate of the other} */
    public boolean isAbove(Bracket other) {
        return other.failed.isPresent() && passed > other.failed.getAsDouble();
    }

    /** {@return the bracket of the rates at which all is kept that was asked} */
    public Bracket useful() {
        return underObjectives
                .map(each -> new Bracket(unit, each.passed, each.failed, each.reason, Optional.empty(), probes))
                .orElse(this);
    }
}
