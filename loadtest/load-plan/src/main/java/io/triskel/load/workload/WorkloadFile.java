package io.triskel.load.workload;

import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.StrictYaml;
import io.triskel.load.yaml.YamlFields;
import io.triskel.load.yaml.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads workload files. Strict: what is not known is an error that names its line, never ignored.
 * {@code docs/workload.md} has the format.
 */
public final class WorkloadFile {
    private final Path file;

    private WorkloadFile(Path file) {
        this.file = file;
    }

    /**
     * {@return the workload in the file}
     *
     * @throws InputException if it cannot be read, or is not valid; so is its trace, if it has one
     */
    public static Workload read(Path file) {
        return new WorkloadFile(file).read();
    }

    private Workload read() {
        YamlFields fields = StrictYaml.read(
                        file,
                        "Begin with the line 'workload: 1'; docs/workload.md shows a whole file, loadtest/workloads/ has some.")
                .fields(
                        "workload",
                        "name",
                        "about",
                        "level",
                        "seed",
                        "event",
                        "keys",
                        "consumers",
                        "arrivals",
                        "phases",
                        "objectives",
                        "drain",
                        "repeats",
                        "budget",
                        "demand");
        checkFormat(fields.get("workload"));
        List<Phase> stated = fields.get("phases").valid(WorkloadFile::phases, Workload::checkPhases);
        Optional<Recording> recording =
                fields.find("arrivals").filter(YamlValue::isMapping).map(item -> recording(item, stated));
        List<Phase> phases = recording.map(Recording::phases).orElse(stated);
        Demand usual = recording.map(Recording::demand).orElseGet(() -> Demand.of(phases));
        return fields.place()
                .check(() -> new Workload(
                        fields.get("name").valid(YamlValue::text, Workload::checkName),
                        fields.get("about", item -> item.valid(YamlValue::text, Workload::checkAbout), ""),
                        Level.valueOf(fields.get("level")
                                .choice(List.of("bus", "function", "pipeline"))
                                .toUpperCase(Locale.ROOT)),
                        fields.get("seed", YamlValue::whole, 1L),
                        event(fields.get("event")),
                        fields.get("keys", WorkloadFile::keys, KeySpread.even(1000)),
                        fields.get("consumers", item -> item.valid(YamlValue::count, Workload::checkConsumers), 1),
                        recording
                                .<Arrivals>map(Recording::arrivals)
                                .orElseGet(() -> fields.get("arrivals", WorkloadFile::random, new Arrivals.Poisson())),
                        phases,
                        fields.get("objectives", WorkloadFile::objectives, Objectives.none()),
                        fields.get(
                                "drain",
                                item -> item.valid(YamlValue::duration, Workload::checkDrain),
                                Duration.ofSeconds(60)),
                        fields.get("repeats", item -> item.valid(YamlValue::count, Workload::checkRepeats), 1),
                        fields.find("budget").map(item -> item.place().check(() -> new Money(item.dollars()))),
                        fields.get("demand", item -> demand(item, usual), usual)));
    }

    private static void checkFormat(YamlValue item) {
        if (item.whole() != Workload.FORMAT) {
            throw item.expected(Workload.FORMAT + ", the one version of the format that is read here");
        }
    }

    private static EventShape event(YamlValue item) {
        YamlValue size = item.fields("size").get("size");
        return size.place().check(() -> new EventShape(Math.toIntExact(Math.min(size.size(), Integer.MAX_VALUE))));
    }

    private static KeySpread keys(YamlValue item) {
        YamlFields fields = item.fields("count", "hottest");
        int count = fields.get("count").count();
        return fields.place()
                .check(() -> fields.find("hottest")
                        .map(share -> new KeySpread(count, share.share()))
                        .orElseGet(() -> KeySpread.even(count)));
    }

    private static Arrivals random(YamlValue item) {
        return item.choice(List.of("uniform", "poisson")).equals("uniform")
                ? new Arrivals.Uniform()
                : new Arrivals.Poisson();
    }

    private Recording recording(YamlValue item, List<Phase> stated) {
        YamlValue trace = item.fields("trace").get("trace");
        Path recorded =
                file.toAbsolutePath().normalize().resolveSibling(trace.text()).normalize();
        return trace.place().check(() -> Recording.read(recorded, stated));
    }

    private static List<Phase> phases(YamlValue list) {
        List<Phase> phases = new ArrayList<>();
        for (YamlValue item : list.items()) {
            phases.add(PhaseReader.read(item));
        }
        return phases;
    }

    private static Objectives objectives(YamlValue item) {
        YamlFields fields = item.fields("p99", "errors", "throttled", "lag-slope", "lost", "reordered");
        return fields.place()
                .check(() -> new Objectives(
                        fields.find("p99").map(YamlValue::duration),
                        share(fields, "errors"),
                        share(fields, "throttled"),
                        share(fields, "lag-slope"),
                        whole(fields, "lost"),
                        whole(fields, "reordered")));
    }

    private static OptionalDouble share(YamlFields fields, String name) {
        Optional<YamlValue> item = fields.find(name);
        return item.isPresent() ? OptionalDouble.of(item.get().share()) : OptionalDouble.empty();
    }

    private static OptionalLong whole(YamlFields fields, String name) {
        Optional<YamlValue> item = fields.find(name);
        return item.isPresent() ? OptionalLong.of(item.get().whole()) : OptionalLong.empty();
    }

    private static Demand demand(YamlValue item, Demand usual) {
        YamlFields fields = item.fields("mean", "peak", "retention", "function", "orders", "region");
        double mean = fields.get("mean", YamlValue::rate, usual.mean());
        return fields.place()
                .check(() -> new Demand(
                        mean,
                        fields.get("peak", YamlValue::rate, Math.max(mean, usual.peak())),
                        fields.get("retention", YamlValue::duration, usual.retention()),
                        fields.find("function").map(WorkloadFile::function),
                        fields.get("orders", YamlValue::flag, usual.orders()),
                        fields.get(
                                "region",
                                region -> Region.valueOf(
                                        region.choice(List.of("us", "eu")).toUpperCase(Locale.ROOT)),
                                usual.region())));
    }

    private static FunctionWork function(YamlValue item) {
        YamlFields fields = item.fields("work", "cpu", "memory", "batch", "window");
        Duration work = fields.get("work").duration();
        return fields.place()
                .check(() -> new FunctionWork(
                        work,
                        fields.get("cpu", YamlValue::duration, work),
                        fields.get("memory", YamlValue::size, 512 * FunctionWork.MIB),
                        fields.get("batch", YamlValue::count, 100),
                        fields.get("window", YamlValue::duration, Duration.ZERO)));
    }
}
