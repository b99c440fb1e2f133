package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
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
        description = "Broken lines are reported, counted and left out.",
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 the run was completed, 1 it was not, 2 wrong usage."})
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "JSON Lines of products, stock, orders and cancellations. Default: demo-order-pipeline/orders.jsonl")
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
            description = "Where event log and read model go. Default: target/demo")
    @Nullable
    Path out;

    @Option(
            names = "--json",
            description = "Print the result as one JSON object on standard output, all else on standard error.")
    boolean asJson;

    private final ObjectMapper json = new ObjectMapper();
    private final Path home;
    private final Function<Target, List<String>> commands;

    DemoCommand(Installation installation) {
        this(installation.home(), target -> target.command(installation));
    }

    DemoCommand(Path home, Function<Target, List<String>> commands) {
        this.home = home;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        Target where = Target.named(target)
                .orElseThrow(() -> wrong("unknown target '" + target + "'; known: " + Target.names()));
        if (!List.of("orchestration", "choreography").contains(style)) {
            throw wrong("unknown style '" + style + "'; known: orchestration, choreography");
        }
        PrintWriter err = spec.commandLine().getErr();
        ProgressLine progress = new ProgressLine(err, "1".equals(System.getenv("TRISKEL_TTY")) && !asJson);
        JsonNode result = run(where, progress);
        progress.clear();
        PrintWriter to = spec.commandLine().getOut();
        if (asJson) {
            to.println(result);
        } else {
            DemoSummary.of(result).forEach(to::println);
        }
        to.flush();
        return result.path("complete").asBoolean(true) ? 0 : 1;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private JsonNode run(Target where, ProgressLine progress) {
        AtomicLong unreadable = new AtomicLong();
        Path file = input == null ? home.resolve("demo-order-pipeline/orders.jsonl") : input;
        try (InputFile lines = InputFile.open(file);
                TargetProcess process =
                        TargetProcess.start(where.text(), commands.apply(where), answer -> show(answer, progress))) {
            process.send(start());
            for (Optional<InputFile.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                send(line.orElseThrow(), process, progress, unreadable);
            }
            process.send(request("end"));
            return result(where, (ObjectNode) process.summary(), unreadable.get());
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw failed;
        } finally {
            progress.clear();
        }
    }

    private void send(InputFile.Line line, TargetProcess process, ProgressLine progress, AtomicLong unreadable) {
        if (line.text().isPresent()) {
            process.send(request("line")
                    .put("number", line.number())
                    .put("text", line.text().get()));
        } else {
            unreadable.incrementAndGet();
            progress.say(broken(line.number(), line.problem()));
        }
    }

    private ObjectNode start() {
        Path folder = out == null ? home.resolve("target/demo") : out;
        return request("start")
                .put("style", style)
                .put("chaos", chaos)
                .put("seed", seed)
                .put("out", folder.toAbsolutePath().normalize().toString());
    }

    private ObjectNode request(String op) {
        return json.createObjectNode().put("op", op);
    }

    private static void show(JsonNode answer, ProgressLine progress) {
        switch (answer.path("event").asText()) {
            case "invalid" ->
                progress.say(broken(
                        answer.path("number").asLong(), answer.path("reason").asText()));
            case "progress" -> progress.show(answer);
            default -> {
                // an answer of a later protocol, which does not concern this command
            }
        }
    }

    private static String broken(long number, String reason) {
        return "line " + number + ": " + reason;
    }

    private static ObjectNode result(Target where, ObjectNode summary, long unreadable) {
        summary.remove("event");
        summary.put("target", where.text());
        summary.put("invalidLines", summary.path("invalidLines").asLong() + unreadable);
        return summary;
    }
}
