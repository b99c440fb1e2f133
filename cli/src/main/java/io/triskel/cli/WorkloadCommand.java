package io.triskel.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.PageFiles;
import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import io.triskel.load.yaml.InputException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code load WORKLOAD.yaml}, with the options after the file; {@link LoadCommand} describes them. */
@Command(exitCodeOnExecutionException = RunVerdict.FAILED)
final class WorkloadCommand implements Callable<Integer> {
    /** How long a signal waits for the outcome to be noted, after the targets have ended. */
    private static final long PATIENCE_SECONDS = 10;

    private static final RunCosts NOTHING = new RunCosts(Map.of());

    @Spec
    private CommandSpec spec;

    @Option(names = "--target", paramLabel = "NAMES", split = ",")
    private List<String> targets = List.of("memory");

    @Option(names = "--repeats", paramLabel = "N")
    private Optional<Integer> repeats = Optional.empty();

    @Option(names = "--workers", paramLabel = "N")
    private Optional<Integer> workersHere = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR")
    @Nullable
    private Path out;

    @Option(names = "--plan")
    private boolean plan;

    @Option(names = "--ui")
    private boolean ui;

    @Option(names = "--json")
    private boolean asJson;

    private final Path file;
    private final Path home;
    private final LoadTargets known;
    private final Means means;
    private final Map<String, String> environment;
    private final Screen screen;
    private final InputStream input;

    /**
     * Loads targets with the workload of a file.
     *
     * @param home the folder that gets results in {@code target/load}
     * @param environment may name a cloud itself instead of emulators
     * @param input a page ends with this input, if a person types there
     */
    WorkloadCommand(
            Path file,
            Path home,
            LoadTargets known,
            Means means,
            Map<String, String> environment,
            Screen screen,
            InputStream input) {
        this.file = file;
        this.home = home;
        this.known = known;
        this.means = means;
        this.environment = environment;
        this.screen = screen;
        this.input = input;
    }

    /**
     * What the installation gives.
     *
     * @param commands how each target is started
     * @param costs what a run costs on these clouds
     * @param page the files of a page
     */
    record Means(
            Function<LoadTarget, List<String>> commands,
            Function<List<String>, RunCosts> costs,
            Supplier<PageFiles> page) {}

    @Override
    public Integer call() {
        Workload workload = read();
        List<LoadTarget> asked = targets.stream()
                .map(name -> known.named(name.strip())
                        .orElseThrow(() -> wrong("unknown target '" + name + "'; known: " + known.names())))
                .distinct()
                .toList();
        refuseMissingLevel(workload, asked);
        Workers workers = workers(workload, asked);
        if (plan) {
            say(String.join(
                    System.lineSeparator(),
                    LoadPlan.lines(workload, asked, workers, environment, costs(workload, asked))));
            return 0;
        }
        LoadFolder folder = folder(workload);
        try (LoadPage page = LoadPage.of(
                ui, means.page(), workload, asked, workers, spec.commandLine().getErr())) {
            int code = run(workload, asked, workers, folder, page);
            page.stay(code, screen.in() ? Optional.of(input) : Optional.empty());
            return code;
        }
    }

    private int run(Workload workload, List<LoadTarget> asked, Workers workers, LoadFolder folder, LoadPage page) {
        CountDownLatch told = new CountDownLatch(1);
        try (ProgressLine line =
                new ProgressLine(spec.commandLine().getErr(), screen.err() && !asJson, screen.columns(), "starting")) {
            WorkloadRun run = new WorkloadRun(
                    workload,
                    workers,
                    workload.budget().isPresent() ? costs(workload, asked) : NOTHING,
                    folder,
                    means.commands(),
                    environment,
                    command(),
                    new WorkloadRun.Shown(line, page));
            StopHook stop = new StopHook(() -> stop(run, folder, page, told));
            try {
                int code = tell(workload, folder, run.run(asked), line);
                page.over(stop.isStopping(), code, folder.path());
                return code;
            } finally {
                told.countDown();
                stop.close();
            }
        }
    }

    private int tell(
            Workload workload, LoadFolder folder, Map<LoadTarget, List<ObjectNode>> results, ProgressLine line) {
        line.close();
        boolean linked = out == null && folders().link(folder.path());
        LoadTable table = new LoadTable(results);
        say(
                asJson
                        ? json(workload, folder, results, table).toString()
                        : text(table, linked ? folder.path().resolveSibling("latest") : folder.path()));
        return table.exitCode();
    }

    private LoadFolder folder(Workload workload) {
        try {
            return LoadFolder.in(out == null ? newFolder(workload) : out, file);
        } catch (IllegalArgumentException taken) {
            throw wrong(String.valueOf(taken.getMessage()));
        }
    }

    /**
     * Ends the targets, which write their measurements, marked as partial. The process may end once it is noted and told what became of
     * each: a hook that returned before would cut that off.
     */
    private void stop(WorkloadRun run, LoadFolder folder, LoadPage page, CountDownLatch told) {
        PrintWriter err = spec.commandLine().getErr();
        err.println();
        err.println(
                "Stopped. Each target writes its results so far, marked as partial: ./triskel report " + folder.path());
        err.flush();
        page.stopping();
        run.stop();
        try {
            boolean unused = told.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            page.settle();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Workload read() {
        try {
            Workload read = WorkloadFile.read(file);
            return repeats.map(read::withRepeats).orElse(read);
        } catch (InputException | IllegalArgumentException bad) {
            throw wrong(String.valueOf(bad.getMessage()));
        }
    }

    private Workers workers(Workload workload, List<LoadTarget> asked) {
        try {
            Workers workers = Workers.of(workersHere, environment);
            workers.check(workload, asked, environment);
            return workers;
        } catch (IllegalArgumentException bad) {
            throw wrong(String.valueOf(bad.getMessage()));
        }
    }

    private void refuseMissingLevel(Workload workload, List<LoadTarget> asked) {
        List<String> without = asked.stream()
                .filter(target -> !target.has(workload.level()))
                .map(LoadTarget::text)
                .toList();
        if (!without.isEmpty()) {
            throw wrong(file + " has level " + workload.level().name().toLowerCase(Locale.ROOT) + ", not supported by "
                    + String.join(", ", without) + "; supported by: "
                    + known.names(workload.level()));
        }
    }

    /** The cost of a run, if it costs something or a budget treats it so. */
    private RunCosts costs(Workload workload, List<LoadTarget> asked) {
        List<String> clouds = asked.stream()
                .filter(target -> workload.budget().isPresent() || LoadPlan.isCloud(target, environment))
                .flatMap(target -> target.cloud().stream())
                .map(CloudDescriptor::id)
                .distinct()
                .toList();
        return clouds.isEmpty() ? NOTHING : means.costs().apply(clouds);
    }

    private Path newFolder(Workload workload) {
        return folders().create(Instant.now(), workload.name());
    }

    private RunFolders folders() {
        return new RunFolders(home.resolve("target/load"));
    }

    private String command() {
        return String.join(
                " ",
                Stream.concat(
                                Stream.of("./triskel", "load", file.toString()),
                                spec.commandLine().getParseResult().originalArgs().stream())
                        .toList());
    }

    private static String text(LoadTable table, Path folder) {
        List<String> lines = new ArrayList<>(table.lines(folder));
        lines.add("");
        lines.add("Results: " + folder);
        lines.add("Report:  ./triskel report " + folder);
        return String.join(System.lineSeparator(), lines);
    }

    private static ObjectNode json(
            Workload workload, LoadFolder folder, Map<LoadTarget, List<ObjectNode>> results, LoadTable table) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("workload", workload.name())
                .put("out", folder.path().toString())
                .put("exit", table.exitCode());
        ObjectNode byTarget = json.putObject("targets");
        results.forEach((target, runs) -> {
            ArrayNode all = byTarget.putArray(target.text());
            runs.forEach(run -> {
                run.remove("event");
                all.add(run);
            });
        });
        return json;
    }

    private void say(String text) {
        var to = spec.commandLine().getOut();
        to.println(text);
        if (to.checkError()) {
            throw new Failure("cannot write to standard output (is the disk full?)");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
