package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Starts a local cloud, says how it is reached from another shell, and ends it with itself, however that comes: the cloud is
 * a child that ends when its input does.
 */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Start a local cloud with the order pipeline in it, until this command ends.",
        description = {
            "Prints what to set in another shell, as lines that a shell can read.",
            "Ctrl-C or the end of standard input stops all; nothing is left running."
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nCloud:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 it was stopped, 1 it failed, 2 wrong usage."})
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CLOUD",
            description = {
                "aws: Kinesis, Firehose, DynamoDB and Lambda on this machine (needs Node.js).",
                "azure: Event Hubs, Functions, Table and Blob Storage on this machine (needs Node.js).",
                "gcp: Pub/Sub, Firestore, Cloud Storage for archives and Cloud Run functions on this machine."
            })
    private String cloud = "";

    @Option(
            names = "--no-pipeline",
            description = "Start the services alone, with neither stream, hub or topic nor function.")
    private boolean withoutPipeline;

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            defaultValue = "orchestration",
            description = "orchestration (a saga directs the services) or choreography (they react to each other).")
    private String style = "orchestration";

    private final Function<Target, List<String>> commands;
    private final InputStream input;

    UpCommand(Installation installation) {
        this(target -> target.cloudCommand(installation), System.in);
    }

    /**
     * Starts what it is told.
     *
     * @param input when it ends, the cloud does
     */
    UpCommand(Function<Target, List<String>> commands, InputStream input) {
        this.commands = commands;
        this.input = input;
    }

    @Override
    public Integer call() {
        Target where = Target.named(cloud)
                .filter(Target::hasCloud)
                .orElseThrow(() -> wrong("unknown cloud '" + cloud + "'; known: " + Target.cloudNames()));
        if (!List.of("orchestration", "choreography").contains(style)) {
            throw wrong("unknown style '" + style + "'; known: orchestration, choreography");
        }
        spec.commandLine().getErr().println("Starting a local " + where.text() + " ...");
        try (TargetProcess process = TargetProcess.start(where.text(), commands.apply(where), this::show)) {
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop the cloud"));
            process.send(start());
            process.flush();
            CompletableFuture.anyOf(endOf(input), process.ended()).join();
            process.summary();
            return 0;
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw failed;
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private ObjectNode start() {
        return new ObjectMapper()
                .createObjectNode()
                .put("op", "up")
                .put("style", style)
                .put("pipeline", !withoutPipeline);
    }

    private void show(JsonNode answer) {
        if (!answer.path("event").asText().equals("up")) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        answer.path("started").forEach(line -> out.println("# " + line.asText()));
        answer.path("environment")
                .properties()
                .forEach(variable -> out.println("export " + variable.getKey() + "="
                        + word(variable.getValue().asText())));
        out.println("# Ctrl-C stops all.");
        out.flush();
    }

    /** {@return the value as one word of a shell: a connection string has semicolons} */
    private static String word(String value) {
        return value.matches("[\\w@%+=:,./-]*") ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    private static CompletableFuture<Boolean> endOf(InputStream input) {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread reader = new Thread(() -> ended.complete(drained(input)), "end of input");
        reader.setDaemon(true);
        reader.start();
        return ended;
    }

    private static boolean drained(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
