package io.triskel.load.workload;

import io.triskel.load.yaml.YamlFields;
import io.triskel.load.yaml.YamlValue;
import java.time.Duration;
import java.util.List;

/** Reads one phase: a map with one field, its kind. */
final class PhaseReader {
    private static final String[] KINDS = {"warm-up", "steady", "ramp", "step", "spike", "backlog", "capacity"};

    private PhaseReader() {}

    static Phase read(YamlValue item) {
        List<YamlValue> kinds = List.copyOf(item.fields(KINDS).all().values());
        if (kinds.size() != 1) {
            throw item.place()
                    .problem("a phase has one kind, this one has " + kinds.size()
                            + ". Begin each phase with '- ' and its kind: " + String.join(", ", KINDS) + ".");
        }
        YamlValue phase = kinds.get(0);
        return phase.place().check(() -> of(phase));
    }

    private static Phase of(YamlValue phase) {
        return switch (phase.name()) {
            case "ramp" -> ramp(phase.fields("from", "to", "for"));
            case "capacity" -> capacity(phase.fields("from", "to", "for", "probe", "precision", "confirm"));
            default -> constant(phase.name(), phase.fields("rate", "for"));
        };
    }

    private static Phase constant(String kind, YamlFields fields) {
        return constant(kind, fields.get("rate").rate(), fields.get("for").duration());
    }

    /** {@return the phase of one rate that has this name} */
    static Phase constant(String kind, double rate, Duration length) {
        return switch (kind) {
            case "warm-up" -> new Phase.WarmUp(rate, length);
            case "steady" -> new Phase.Steady(rate, length);
            case "step" -> new Phase.Step(rate, length);
            case "spike" -> new Phase.Spike(rate, length);
            case "backlog" -> new Phase.Backlog(rate, length);
            default -> throw new IllegalArgumentException("There is no phase of the kind '" + kind + "'");
        };
    }

    private static Phase ramp(YamlFields fields) {
        return new Phase.Ramp(
                fields.get("from").rate(),
                fields.get("to").rate(),
                fields.get("for").duration());
    }

    private static Phase capacity(YamlFields fields) {
        return new Phase.Capacity(
                fields.get("from").rate(),
                fields.get("to").rate(),
                fields.get("for").duration(),
                fields.get("probe").duration(),
                fields.get("precision", YamlValue::share, 0.05),
                fields.get("confirm", YamlValue::count, 3));
    }
}
