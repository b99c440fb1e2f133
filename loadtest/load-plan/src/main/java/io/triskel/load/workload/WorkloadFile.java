package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.StrictYaml;
import io.triskel.load.yaml.YamlFields;
import io.triskel.load.yaml.YamlRecords;
import io.triskel.load.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads workload files. Strict: an unknown field is an error that names its line.
 * {@code docs/workload.md} has the format.
 */
public final class WorkloadFile {
    /** The field with the version of the format. */
    static final String VERSION = "workload";

    /** The kinds of phases, in the order of the documentation. */
    static final Map<String, Class<?>> KINDS = kinds();

    private static final YamlRecords RECORDS = new YamlRecords(Map.of(
            double.class, YamlValue::rate,
            Money.class, item -> item.place().check(() -> new Money(item.dollars())),
            Arrivals.class, item -> Arrivals.random(item.choice(Arrivals.RANDOM))));

    private WorkloadFile() {}

    private static Map<String, Class<?>> kinds() {
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        for (JsonSubTypes.Type kind :
                Phase.class.getAnnotation(JsonSubTypes.class).value()) {
            kinds.put(kind.value().getAnnotation(JsonTypeName.class).value(), kind.value());
        }
        return kinds;
    }

    /**
     * {@return the workload in the file}
     *
     * @throws InputException if it, or its trace, cannot be read or is not valid
     */
    public static Workload read(Path file) {
        List<String> known = new ArrayList<>(List.of(VERSION));
        known.addAll(YamlRecords.names(Workload.class));
        YamlFields fields = StrictYaml.read(
                        file,
                        "Begin with the line 'workload: 1'; see docs/workload.md, and the examples in loadtest/workloads/"
                                + ".")
                .fields(known);
        checkFormat(fields.get(VERSION));
        YamlValue list = fields.get("phases");
        List<Phase> stated = list.items().stream().map(WorkloadFile::phase).toList();
        refuseSearchBeforeTheEnd(list.items(), stated);
        list.place().check(() -> Workload.phases(stated));
        Optional<Recording> recording = fields.find("arrivals")
                .filter(YamlValue::isMapping)
                .map(item -> recording(file, item.fields("trace").get("trace"), stated));
        List<Phase> phases = recording.map(Recording::phases).orElse(stated);
        Demand usual = recording.map(Recording::demand).orElseGet(() -> Demand.of(phases));
        Map<String, Object> given = new HashMap<>();
        given.put("phases", phases);
        given.put("demand", fields.get("demand", item -> demand(item, usual), usual));
        recording.ifPresent(one -> given.put("arrivals", one.arrivals()));
        return RECORDS.read(fields, Workload.class, given);
    }

    private static void checkFormat(YamlValue item) {
        if (item.whole() != Workload.FORMAT) {
            throw item.expected(Workload.FORMAT + ", the only format version that is supported");
        }
    }

    /** A phase is a group with one field, its kind. */
    private static Phase phase(YamlValue item) {
        List<String> known = List.copyOf(KINDS.keySet());
        List<YamlValue> kinds = List.copyOf(item.fields(known).all().values());
        if (kinds.size() != 1) {
            throw item.place()
                    .problem("a phase has exactly one kind; this one has " + kinds.size()
                            + ". Begin each phase with '- ' and its kind: " + String.join(", ", known) + ".");
        }
        return (Phase) RECORDS.read(
                kinds.get(0), Objects.requireNonNull(KINDS.get(kinds.get(0).name())));
    }

    private static void refuseSearchBeforeTheEnd(List<YamlValue> items, List<Phase> stated) {
        for (int i = 0; i < stated.size() - 1; i++) {
            if (stated.get(i) instanceof Phase.Capacity) {
                throw items.get(i)
                        .place()
                        .problem("A capacity search must be the last phase, and this one is phase " + (i + 1) + " of "
                                + stated.size() + ".");
            }
        }
    }

    private static Recording recording(Path file, YamlValue trace, List<Phase> stated) {
        Path recorded =
                file.toAbsolutePath().normalize().resolveSibling(trace.text()).normalize();
        return trace.place().check(() -> Recording.read(recorded, stated));
    }

    private static Demand demand(YamlValue item, Demand usual) {
        YamlFields fields = item.fields(YamlRecords.names(Demand.class));
        double mean = fields.get("mean", YamlValue::rate, usual.mean());
        double peak = fields.get("peak", YamlValue::rate, Math.max(mean, usual.peak()));
        return RECORDS.read(fields, Demand.class, Map.of("mean", mean, "peak", peak));
    }
}
