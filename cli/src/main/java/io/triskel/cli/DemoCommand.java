package io.triskel.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the order pipeline over an input file on one target or several, and reports the outcome of every order. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run a file of orders through the pipeline and report the outcome.",
        description = {
            "Invalid lines are reported, counted and skipped; a file without a valid line is rejected.",
            "Ctrl-C stops it and leaves no process and no temporary file."
        },
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "A run writes events.jsonl (each event once, personal data encrypted), orders.jsonl (every order)"
                    + " and revenue.jsonl (by product).",
            "Colours appear only on a terminal, and not if NO_COLOR is set.",
            "",
            "Exit codes: 0 the run completed (several targets: all did, with equal outcomes), 1 it did not, 2 wrong"
                    + " usage."
        })
final class DemoCommand implements Callable<Integer> {
    /** The exit status that a shell reports for a process that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private static final String ENGINE = "engine";
    private static final List<String> STYLES = List.of("orchestration", "choreography", ENGINE);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = {
                "JSON Lines of products, stock, orders and cancellations (docs/demo.md); - is standard input.",
                "Default: demo-order-pipeline/orders.jsonl"
            })
    @Nullable
    Path input;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = {
                "Run the first N orders of the input, with all products and stock, and with the duplicates and"
                        + " cancellations of these orders.",
                "Default: 300 on a cloud or on several targets; all in memory alone or with --input"
            })
    @Nullable
    Integer orders;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            defaultValue = "memory",
            description = {
                "${bundle:demo.targets}",
                "Several, such as memory,aws, or all run side by side and must end every order in the same state. A"
                        + " cloud alone is compared with memory, unless --input names the orders."
            })
    String target = "memory";

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            defaultValue = "orchestration",
            description = {
                "orchestration (a saga commands the services) or choreography (they react to each other's events);",
                "${bundle:demo.engine}"
            })
    String style = "orchestration";

    @Option(
            names = "--language",
            paramLabel = "LIST",
            description = "Consumers on a cloud in other languages: notification=node, fraud=python (docs/demo.md).")
    String languages = "";

    @Option(
            names = "--chaos",
            description =
                    "Duplicate events, fail handlers and calls, crash consumers, move shards. The final state must"
                            + " stay the same.")
    boolean chaos;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the faults of --chaos. Default: 1")
    long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = {
                "Folder for the run's files. Files there that no run has written are never overwritten.",
                "Each of several targets gets its own folder in it.",
                "Default: a new folder target/demo/UTC-TIME-TARGET, linked as target/demo/latest"
            })
    @Nullable
    Path out;

    @Option(
            names = "--details",
            description = "Also show the events by type, the faults by kind, and figures of each cloud function.")
    boolean details;

    @Option(
            names = "--json",
            description = "Print the result as one JSON object on standard output, everything else on standard error.")
    boolean asJson;

    @Option(
            names = "--ui",
            description = "Show the run in a browser, a lane for each target. The page stays until Ctrl-C.")
    boolean ui;

    private final Targets targets;
    private final Installation installation;
    private final Function<Target, List<String>> commands;
    private final Screen screen;
    private final InputStream standardInput;

    DemoCommand(Targets targets, Installation installation) {
        this(targets, installation, target -> target.command(installation), Screen.of(System.getenv()), System.in);
    }

    /**
     * Starts targets with these commands.
     *
     * @param standardInput what {@code --input -} reads
     */
    DemoCommand(
            Targets targets,
            Installation installation,
            Function<Target, List<String>> commands,
            Screen screen,
            InputStream standardInput) {
        this.targets = targets;
        this.installation = installation;
        this.commands = commands;
        this.screen = screen;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        Path file = input == null ? installation.home().resolve("demo-order-pipeline/orders.jsonl") : input;
        Path runs = installation.output().resolve("target/demo");
        DemoFolder folders = new DemoFolder(runs, Optional.ofNullable(out));
        List<Target> where = checked(() -> asked(folders, file));
        try (DemoInput all = DemoInput.of(file, standardInput, runs, where.size() > 1 || orders != null)) {
            boolean isWhole = input != null || where.equals(List.of(Target.MEMORY));
            DemoInput chosen = checked(() -> orders != null ? all.first(orders) : isWhole ? all : all.few());
            chosen.note().ifPresent(spec.commandLine().getErr()::println);
            return where.size() > 1 ? runAll(where, chosen, folders) : run(where.get(0), chosen, folders);
        }
    }

    private List<Target> asked(DemoFolder folders, Path file) {
        if (!STYLES.contains(style)) {
            throw new IllegalArgumentException("unknown style '" + style + "'; known: " + String.join(", ", STYLES));
        }
        List<Target> where = targets.listed(target);
        targets.refuseLanguagesInMemory(where, languages);
        if (style.equals(ENGINE)) {
            targets.refuseWithoutEngine(where);
        }
        folders.refuseOver(file, targets);
        return where;
    }

    private <T> T checked(Supplier<T> choice) {
        try {
            return choice.get();
        } catch (IllegalArgumentException bad) {
            throw new ParameterException(spec.commandLine(), String.valueOf(bad.getMessage()));
        }
    }

    private DemoRun.Wish wish() {
        return new DemoRun.Wish(style, chaos, seed, languages);
    }

    private int run(Target where, DemoInput chosen, DemoFolder folders) {
        try (InputFile lines = chosen.lines()) {
            return run(where, chosen, lines, folders);
        }
    }

    private int run(Target where, DemoInput chosen, InputFile lines, DemoFolder folders) {
        Optional<InputFile.Line> first = lines.next();
        if (first.isEmpty()) {
            throw DemoRun.noValidLine(lines.name() + " is empty");
        }
        List<String> command = commands.apply(where);
        // An input of yours may have several right outcomes, so that only the committed one is compared.
        Optional<List<String>> memory = input == null && !where.equals(Target.MEMORY)
                ? Optional.of(commands.apply(Target.MEMORY))
                : Optional.empty();
        Path folder = folders.of(where.text());
        try (DemoPage page = page(List.of(where));
                ProgressLine progress = progress("starting " + where.text());
                DemoRun run = new DemoRun(where, command, progress, page.gateway())) {
            ObjectNode result;
            try {
                result = run.run(wish(), first.get(), lines, folder);
                memory.ifPresent(
                        started -> new SameInMemory(started, progress).compare(where, result, chosen, wish(), folder));
            } catch (RuntimeException failed) {
                if (run.isStopping()) {
                    return INTERRUPTED;
                }
                throw failed;
            }
            page.ended(Map.of(where, result), target -> folder, DemoPage.differencesToMemory(result));
            progress.stopping();
            Optional<Path> link = folders.linked(folder);
            output().print(result, () -> output().run(result, chosen, link));
            int code = SameInMemory.isWell(result) ? 0 : 1;
            page.stay(run::stop, code, typed());
            return code;
        }
    }

    private DemoPage page(List<Target> where) {
        return DemoPage.of(ui, where, spec.commandLine().getErr());
    }

    /** {@return standard input, if a person types there and it is not the orders} */
    private Optional<InputStream> typed() {
        return screen.in() && !InputFile.STANDARD_INPUT.equals(input) ? Optional.of(standardInput) : Optional.empty();
    }

    private int runAll(List<Target> where, DemoInput chosen, DemoFolder folders) {
        try (InputFile lines = chosen.lines()) {
            if (lines.next().isEmpty()) {
                throw DemoRun.noValidLine(chosen.name() + " is empty");
            }
        }
        Map<Target, List<String>> started = new LinkedHashMap<>();
        where.forEach(each -> started.put(each, commands.apply(each)));
        return runAll(started, chosen, folders, where.size() == targets.all().size() ? "all" : "several");
    }

    private int runAll(Map<Target, List<String>> started, DemoInput chosen, DemoFolder folders, String name) {
        Path folder = folders.of(name);
        try (DemoPage page = page(List.copyOf(started.keySet()));
                ProgressLine progress = progress("starting " + started.size() + " targets");
                SideBySide runs = new SideBySide(started, chosen, progress, page.gateway())) {
            Map<Target, ObjectNode> results = runs.run(wish(), folder);
            if (runs.isStopping()) {
                return INTERRUPTED;
            }
            Optional<Path> link = folders.linked(folder);
            TargetComparison comparison = new TargetComparison(results, target -> folder.resolve(target.text()));
            page.ended(results, target -> folder.resolve(target.text()), comparison.differences());
            progress.stopping();
            output().print(comparison.toJson(), () -> output().runs(comparison, chosen, folder, link));
            int code = comparison.isWell() ? 0 : 1;
            page.stay(runs::stop, code, typed());
            return code;
        }
    }

    private DemoOutput output() {
        return new DemoOutput(spec.commandLine(), screen, asJson, details);
    }

    private ProgressLine progress(String text) {
        return new ProgressLine(spec.commandLine().getErr(), screen.err() && !asJson, screen.columns(), text);
    }
}
