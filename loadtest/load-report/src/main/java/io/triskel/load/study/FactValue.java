package io.triskel.load.study;

import io.triskel.load.fact.Fact;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Range;
import io.triskel.load.yaml.InputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number of a fact in the unit in which people read it: bytes in binary or decimal multiples, seconds as milliseconds, minutes, hours or days, a share
 * as a percentage.
 *
 * @param unit its name in {@code study/units.yaml}; empty for a plain number
 */
record FactValue(double number, String unit) {
    private static final List<String> BINARY = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final List<String> DECIMAL = List.of("B", "kB", "MB", "GB", "TB");
    private static final Map<Integer, String> TIMES = Map.of(86_400, "days", 3_600, "hours", 60, "minutes");

    /** {@return what a fact says as a number, if it does} */
    static Optional<FactValue> of(Fact fact) {
        return fact.value().isEmpty()
                ? Optional.empty()
                : Optional.of(of(fact.value().getAsDouble(), fact.unit().orElse(""))
                        .per(fact.per().map(Words::spaced)));
    }

    private static FactValue of(double value, String unit) {
        return switch (unit) {
            case "share" ->
                new FactValue(BigDecimal.valueOf(value).scaleByPowerOfTen(2).doubleValue(), Unit.PERCENT);
            case "s" -> time(value);
            case "B", "B/s" -> bytes(value, unit.substring(1));
            default -> new FactValue(value, unit);
        };
    }

    private static FactValue time(double seconds) {
        if (seconds < 1) {
            return new FactValue(
                    BigDecimal.valueOf(seconds).scaleByPowerOfTen(3).doubleValue(), "ms");
        }
        return TIMES.keySet().stream()
                .filter(unit -> seconds >= unit && seconds % unit == 0)
                .max(Integer::compare)
                .map(unit -> new FactValue(seconds / unit, TIMES.getOrDefault(unit, "")))
                .orElse(new FactValue(seconds, "s"));
    }

    private static FactValue bytes(double bytes, String ending) {
        boolean binary = bytes >= 1024 && bytes % 1024 == 0 && bytes % 1000 != 0;
        int base = binary ? 1024 : 1000;
        double number = bytes;
        int power = 0;
        while (number >= base && power < BINARY.size() - 1) {
            number /= base;
            power++;
        }
        return new FactValue(number, (binary ? BINARY : DECIMAL).get(power) + ending);
    }

    private FactValue per(Optional<String> thing) {
        return thing.map(one -> new FactValue(number, unit + " per " + one)).orElse(this);
    }

    Value value() {
        return new Value.Amount(
                Range.exactly(number),
                Math.max(0, BigDecimal.valueOf(number).stripTrailingZeros().scale()));
    }

    Optional<Unit> unit(String fact, Units units) {
        return unit.isEmpty()
                ? Optional.empty()
                : Optional.of(units.find(unit)
                        .orElseThrow(() -> new InputException("study/units.yaml: the unit '" + unit + "' of the fact "
                                + fact + " is missing. Add it with its French.")));
    }
}
