package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the order pipeline over an input file on one target, and says what became of every order. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run the order pipeline over a file of orders and say what became of them.",
        description = {
            "Broken lines are reported, counted and left out; without one line that is valid nothing is run.",
            "Ctrl-C ends it, and leaves no process and no temporary file."
        },
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "The files of a run: events.jsonl (each event once, personal data encrypted), orders.jsonl (every order) and"
                    + " revenue.jsonl (by product).",
            "Colours go to terminals only, and not where NO_COLOR is set.",
            "",
            "Exit codes: 0 the run was completed, 1 it was not, 2 wrong usage."
        })
final class DemoCommand implements Callable<Integer> {
    /** The exit status that a shell reports for a process that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private static final List<String> FILES = List.of("events.jsonl", "orders.jsonl", "revenue.jsonl");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = {
                "JSON Lines of products, stock, orders and cancellations (docs/orders-input.md); - is standard input.",
                "Default: demo-order-pipeline/orders.jsonl"
            })
    @Nullable
    Path input;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            defaultValue = "memory",
            description = "memory; gcp (on this machine); aws or azure (likewise, with Node.js). Default: memory")
    String target = "memory";

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            defaultValue = "orchestration",
            description = "orchestration (a saga directs the services) or choreography (they react to each other).")
    String style = "orchestration";

    @Option(
            names = "--chaos",
            description =
                    "Duplicate events, fail handlers and calls, crash consumers, move shards. The final state is the same.")
    boolean chaos;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "What chaos derives from. Default: 1")
    long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = {
                "Where the files of the run go. A file there that no run has written is not written over.",
                "Default: a new folder target/demo/UTC-TIME-TARGET, and target/demo/latest leads to it"
            })
    @Nullable
    Path out;

    @Option(
            names = "--details",
            description = "Show the events by type, too, the faults by kind, and what each function of a cloud did.")
    boolean details;

    @Option(
            names = "--json",
            description = "Print the result as one JSON object on standard output, all else on standard error.")
    boolean asJson;

    private final ObjectMapper json = new ObjectMapper();
    private final Path home;
    private final Function<Target, List<String>> commands;
    private final Screen screen;
    private final InputStream standardInput;

    DemoCommand(Installation installation) {
        this(installation.home(), target -> target.command(installation), Screen.of(System.getenv()), System.in);
    }

    /**
     * Starts targets with these commands.
     *
     * @param standardInput what {@code --input -} reads
     */
    DemoCommand(Path home, Function<Target, List<String>> commands, Screen screen, InputStream standardInput) {
        this.home = home;
        this.commands = commands;
        this.screen = screen;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        Target where = Target.named(target)
                .orElseThrow(() -> wrong("unknown target '" + target + "'; known: " + Target.names()));
        if (!List.of("orchestration", "choreography").contains(style)) {
            throw wrong("unknown style '" + style + "'; known: orchestration, choreography");
        }
        Path file = input == null ? home.resolve("demo-order-pipeline/orders.jsonl") : input;
        refuseOut(file);
        try (InputFile lines = InputFile.open(file, standardInput)) {
            return run(where, lines);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void refuseOut(Path file) {
        if (out == null) {
            return;
        }
        if (out.toString().isBlank()) {
            throw wrong("--out is empty; it names a folder");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw wrong("--out " + out + " is a file, and a folder is needed");
        }
        if (FILES.stream().anyMatch(name -> isSame(file, out.resolve(name)))) {
            throw wrong("--out " + out + " would write over the input " + file + "; name another folder");
        }
    }

    private static boolean isSame(Path file, Path other) {
        try {
            return Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private int run(Target where, InputFile lines) {
        Optional<InputFile.Line> first = lines.next();
        if (first.isEmpty()) {
            throw noValidLine(lines.name() + " is empty");
        }
        List<String> command = commands.apply(where);
        RunFolders folders = new RunFolders(home.resolve("target/demo"));
        Path folder = out == null ? folders.create(Instant.now(), where.text()) : out;
        ObjectNode result;
        try (ProgressLine progress = new ProgressLine(
                        spec.commandLine().getErr(), screen.err() && !asJson, "starting " + where.text());
                Feeding feeding = new Feeding(where, command, progress)) {
            try {
                result = feeding.run(first.get(), lines, folder);
            } catch (RuntimeException failed) {
                if (feeding.isStopping()) {
                    return INTERRUPTED;
                }
                throw failed;
            }
        }
        boolean linked = out == null && folders.link(folder);
        print(result, linked ? Optional.of(folder.resolveSibling("latest")) : Optional.empty());
        return result.path("complete").asBoolean(true) && !result.has("outProblem") ? 0 : 1;
    }

    private static Failure noValidLine(String what) {
        return new Failure(what + ". Expected are lines of JSON such as {\"kind\":\"order\",...};"
                + " docs/orders-input.md tells all, demo-order-pipeline/orders.jsonl is an example");
    }

    /** Writes everything at once, so that a reader who stops after ten lines is not mistaken for a full disk. */
    private void print(JsonNode result, Optional<Path> link) {
        String text = asJson ? result.toString() : String.join(System.lineSeparator(), summary(result, link));
        PrintWriter to = spec.commandLine().getOut();
        to.println(text);
        if (to.checkError()) {
            spec.commandLine().getErr().println(text);
            throw new Failure("standard output cannot be written to (is the disk full?); the result is above");
        }
    }

    private List<String> summary(JsonNode result, Optional<Path> link) {
        List<String> text = new ArrayList<>(DemoSummary.of(result, screen, details));
        text.add("");
        if (result.has("outProblem")) {
            text.add("NOT WRITTEN: " + result.path("outProblem").asText());
        } else if (result.has("out")) {
            text.add("Files: " + fromHere(Path.of(result.path("out").asText())));
            link.ifPresent(path -> text.add("       also as " + fromHere(path)));
        }
        if (!details) {
            text.add(screen.onOut(Screen.Ink.FAINT, "--details shows the events by type, and more."));
        }
        return text;
    }

    private static Path fromHere(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }

    private ObjectNode request(String op) {
        return json.createObjectNode().put("op", op);
    }

    /** The target at work, and counts of the lines that go there. */
    private final class Feeding implements AutoCloseable {
        private final Target where;
        private final ProgressLine progress;
        private final BrokenLines broken;
        private final TargetProcess process;
        private final StopHook stop;
        private long lines;
        private long unreadable;

        Feeding(Target where, List<String> command, ProgressLine progress) {
            this.where = where;
            this.progress = progress;
            broken = new BrokenLines(progress::say);
            process = TargetProcess.start(where.text(), command, this::show);
            stop = new StopHook(() -> {
                progress.close();
                process.stop();
            });
        }

        boolean isStopping() {
            return stop.isStopping();
        }

        ObjectNode run(InputFile.Line first, InputFile rest, Path folder) {
            process.send(start(folder));
            process.flush();
            for (Optional<InputFile.Line> line = Optional.of(first); line.isPresent(); line = rest.next()) {
                send(line.get());
            }
            process.send(request("end"));
            ObjectNode summary = summary();
            summary.remove("event");
            summary.put("target", where.text());
            long invalid = summary.path("invalidLines").asLong() + unreadable;
            summary.put("invalidLines", invalid);
            broken.end();
            if (invalid == lines) {
                throw noValidLine(rest.name() + " has no valid line");
            }
            return summary;
        }

        private ObjectNode start(Path folder) {
            return request("start")
                    .put("style", style)
                    .put("chaos", chaos)
                    .put("seed", seed)
                    .put("out", folder.toAbsolutePath().normalize().toString());
        }

        private void send(InputFile.Line line) {
            lines++;
            if (line.text().isPresent()) {
                process.send(request("line")
                        .put("number", line.number())
                        .put("text", line.text().get()));
            } else {
                unreadable++;
                broken.add(line.number(), line.problem());
            }
        }

        private ObjectNode summary() {
            try {
                return (ObjectNode) process.summary();
            } catch (CompletionException failed) {
                broken.end();
                throw failed.getCause() instanceof Failure failure ? failure : failed;
            }
        }

        private void show(JsonNode answer) {
            switch (answer.path("event").asText()) {
                case "invalid" ->
                    broken.add(
                            answer.path("number").asLong(),
                            answer.path("reason").asText());
                case "progress" -> progress.show(answer);
                case "warning" -> progress.say(answer.path("message").asText());
                default -> {
                    // an answer of a later protocol, which does not concern this command
                }
            }
        }

        @Override
        public void close() {
            try (stop) {
                process.close();
            }
        }
    }
}
