package io.triskel.load.workload;

import io.triskel.load.yaml.Fields;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.Item;
import io.triskel.load.yaml.StrictYaml;
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
        Fields fields = StrictYaml.read(
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
                fields.find("arrivals").filter(Item::isMapping).map(item -> recording(item, stated));
        List<Phase> phases = recording.map(Recording::phases).orElse(stated);
        Demand usual = recording.map(Recording::demand).orElseGet(() -> Demand.of(phases));
        return fields.place()
                .check(() -> new Workload(
                        fields.get("name").valid(Item::text, Workload::checkName),
                        fields.get("about", item -> item.valid(Item::text, Workload::checkAbout), ""),
                        Level.valueOf(fields.get("level")
                                .choice(List.of("bus", "function", "pipeline"))
                                .toUpperCase(Locale.ROOT)),
                        fields.get("seed", Item::whole, 1L),
                        event(fields.get("event")),
                        fields.get("keys", WorkloadFile::keys, Keys.even(1000)),
                        fields.get("consumers", item -> item.valid(Item::count, Workload::checkConsumers), 1),
                        recording
                                .<Arrivals>map(Recording::arrivals)
                                .orElseGet(() -> fields.get("arrivals", WorkloadFile::random, new Arrivals.Poisson())),
                        phases,
                        fields.get("objectives", WorkloadFile::objectives, Objectives.none()),
                        fields.get(
                                "drain",
                                item -> item.valid(Item::duration, Workload::checkDrain),
                                Duration.ofSeconds(60)),
                        fields.get("repeats", item -> item.valid(Item::count, Workload::checkRepeats), 1),
                        fields.find("budget").map(item -> item.place().check(() -> new Money(item.dollars()))),
                        fields.get("demand", item -> demand(item, usual), usual)));
    }

    private static void checkFormat(Item item) {
        if (item.whole() != Workload.FORMAT) {
            throw item.expected(Workload.FORMAT + ", the one version of the format that is read here");
        }
    }

    private static EventShape event(Item item) {
        Item size = item.fields("size").get("size");
        return size.place().check(() -> new EventShape(Math.toIntExact(Math.min(size.size(), Integer.MAX_VALUE))));
    }

    private static Keys keys(Item item) {
        Fields fields = item.fields("count", "hottest");
        int count = fields.get("count").count();
        return fields.place()
                .check(() -> fields.find("hottest")
                        .map(share -> new Keys(count, share.share()))
                        .orElseGet(() -> Keys.even(count)));
    }

    private static Arrivals random(Item item) {
        return item.choice(List.of("uniform", "poisson")).equals("uniform")
                ? new Arrivals.Uniform()
                : new Arrivals.Poisson();
    }

    private Recording recording(Item item, List<Phase> stated) {
        Item trace = item.fields("trace").get("trace");
        Path recorded =
                file.toAbsolutePath().normalize().resolveSibling(trace.text()).normalize();
        return trace.place().check(() -> Recording.read(recorded, stated));
    }

    private static List<Phase> phases(Item list) {
        List<Phase> phases = new ArrayList<>();
        for (Item item : list.items()) {
            phases.add(PhaseReader.read(item));
        }
        return phases;
    }

    private static Objectives objectives(Item item) {
        Fields fields = item.fields("p99", "errors", "throttled", "lag-slope", "lost", "reordered");
        return fields.place()
                .check(() -> new Objectives(
                        fields.find("p99").map(Item::duration),
                        share(fields, "errors"),
                        share(fields, "throttled"),
                        share(fields, "lag-slope"),
                        whole(fields, "lost"),
                        whole(fields, "reordered")));
    }

    private static OptionalDouble share(Fields fields, String name) {
        Optional<Item> item = fields.find(name);
        return item.isPresent() ? OptionalDouble.of(item.get().share()) : OptionalDouble.empty();
    }

    private static OptionalLong whole(Fields fields, String name) {
        Optional<Item> item = fields.find(name);
        return item.isPresent() ? OptionalLong.of(item.get().whole()) : OptionalLong.empty();
    }

    private static Demand demand(Item item, Demand usual) {
        Fields fields = item.fields("mean", "peak", "retention", "function", "orders", "region");
        double mean = fields.get("mean", Item::rate, usual.mean());
        return fields.place()
                .check(() -> new Demand(
                        mean,
                        fields.get("peak", Item::rate, Math.max(mean, usual.peak())),
                        fields.get("retention", Item::duration, usual.retention()),
                        fields.find("function").map(WorkloadFile::function),
                        fields.get("orders", Item::flag, usual.orders()),
                        fields.get(
                                "region",
                                region -> Region.valueOf(
                                        region.choice(List.of("us", "eu")).toUpperCase(Locale.ROOT)),
                                usual.region())));
    }

    private static FunctionWork function(Item item) {
        Fields fields = item.fields("work", "cpu", "memory", "batch", "window");
        Duration work = fields.get("work").duration();
        return fields.place()
                .check(() -> new FunctionWork(
                        work,
                        fields.get("cpu", Item::duration, work),
                        fields.get("memory", Item::size, 512 * FunctionWork.MIB),
                        fields.get("batch", Item::count, 100),
                        fields.get("window", Item::duration, Duration.ZERO)));
    }
}
