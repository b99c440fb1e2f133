package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Gateway;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Starts a local cloud, says how another shell reaches it, and ends it with itself in any case: the cloud is a child process
 * that ends with its input.
 */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run the order pipeline, or your own application, on a local cloud until you stop it.",
        description = {
            "Prints the variables to set in another shell, as lines that a shell can read. On standard error it prints"
                    + " three curl calls that place an order and show it. The line above the calls sets TOKEN to the"
                    + " pipeline's credential, which changes with each start; calls without it are rejected, as on the"
                    + " cloud. The calls need curl 7.71, and on aws 7.75.",
            "",
            "Ctrl-C, SIGTERM, or Ctrl-D at a terminal stops everything and leaves no process and no temporary file."
                    + " The end of a standard input that is not a terminal (a pipe, /dev/null, a closed one) does not stop"
                    + " it.",
            "",
            "All services listen on free loopback ports, reachable by any user of this machine only."
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nCloud:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 it was stopped, 1 it failed, 2 wrong usage."})
final class UpCommand implements Callable<Integer> {
    private static final List<String> STYLES = List.of("orchestration", "choreography");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CLOUD", description = "${bundle:up.clouds}")
    private String cloud = "";

    @Option(names = "--no-pipeline", description = "Start only the services, without a stream, hub, topic or function.")
    private boolean withoutPipeline;

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            description =
                    "orchestration (a saga commands the services; the default) or choreography (they react to each"
                            + " other's events). With --app: one of your application's.")
    private Optional<String> style = Optional.empty();

    @Option(
            names = "--empty",
            description = "Start the pipeline without catalogue and stock. Default: those of the demo.")
    private boolean empty;

    @Option(
            names = "--ui",
            description =
                    "Show the pipeline in a browser, with actions; the page's address is printed on standard error.")
    private boolean ui;

    @Option(
            names = "--app",
            paramLabel = "DIR",
            description = "Run your own application's package, built in this Maven project, instead of the order"
                    + " pipeline. See docs/from-new-to-deployed.md.")
    private Optional<Path> app = Optional.empty();

    @Option(
            names = "--faults",
            description =
                    "With --app: disturb the cloud until the end. Calls are throttled, fail or lose their answers,"
                            + " and processes are killed. For the order pipeline there is demo --chaos.")
    private boolean faults;

    /** Done when the cloud is to end; with a failure if its start cannot be reported to anybody. */
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    private volatile Optional<Gateway> page = Optional.empty();
    private volatile Optional<ConsoleProcess> console = Optional.empty();

    private final Targets targets;
    private final Commands commands;
    private final InputStream input;
    private final Screen screen;

    UpCommand(Targets targets, Installation installation) {
        this(
                targets,
                new Commands(
                        (target, application) -> target.cloudCommand(installation, application),
                        (target, application) -> target.consoleCommand(installation, Optional.of(application))),
                System.in,
                Screen.of(System.getenv()));
    }

    /**
     * The commands of the processes.
     *
     * @param cloud starts a cloud, with an application or with the order pipeline
     * @param console starts an application's console
     */
    record Commands(
            BiFunction<Target, Optional<ApplicationPackage>, List<String>> cloud,
            BiFunction<Target, ApplicationPackage, List<String>> console) {}

    /**
     * Starts targets with these commands.
     *
     * @param input the cloud ends with this input, if a person types there
     */
    UpCommand(Targets targets, Commands commands, InputStream input, Screen screen) {
        this.targets = targets;
        this.commands = commands;
        this.input = input;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Target where = targets.requireCloud(cloud, spec.commandLine());
        requireSense();
        Optional<ApplicationPackage> application = app.map(folder -> ApplicationPackage.in(folder, where.text()));
        List<String> command = commands.cloud().apply(where, application);
        spec.commandLine().getErr().println("Starting a local " + where.text() + " ...");
        try (TargetProcess process =
                        TargetProcess.start(where.text(), command, answer -> show(where, application, answer));
                StopHook stop = new StopHook(() -> stopped(process))) {
            process.send(start(where));
            process.flush();
            if (screen.in()) {
                var unused = TypedEnd.of(input).thenAccept(end::complete);
            }
            return untilTheEnd(process, stop);
        } finally {
            page.ifPresent(Gateway::close);
            console.ifPresent(ConsoleProcess::close);
        }
    }

    private void requireSense() {
        if (app.isEmpty() && style.filter(named -> !STYLES.contains(named)).isPresent()) {
            throw wrong("unknown style '" + style.get() + "'; known: " + String.join(", ", STYLES));
        }
        if (ui && withoutPipeline) {
            throw wrong("--ui needs the pipeline, and --no-pipeline starts none");
        }
        if (app.isPresent() && (withoutPipeline || empty)) {
            throw wrong("--app replaces the order pipeline, so that --no-pipeline and --empty have no meaning with it");
        }
        if (faults && app.isEmpty()) {
            throw wrong("--faults needs --app; for the order pipeline there is './triskel demo --chaos'");
        }
    }

    private int untilTheEnd(TargetProcess process, StopHook stop) {
        try {
            CompletableFuture.anyOf(end, process.ended()).join();
            process.summary();
            return 0;
        } catch (CompletionException | Failure failed) {
            if (stop.isStopping()) {
                return 0;
            }
            throw failed.getCause() instanceof Failure failure ? failure : failed;
        }
    }

    /** Ends with 0, since stopping is how this command ends: the JVM by itself would report a signal. */
    private void stopped(TargetProcess process) {
        console.ifPresent(ConsoleProcess::stop);
        process.stop();
        Runtime.getRuntime().halt(0);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private ObjectNode start(Target where) {
        ObjectNode start = new ObjectMapper()
                .createObjectNode()
                .put("op", "up")
                .put("pipeline", !withoutPipeline)
                .put("empty", empty || app.isPresent());
        style.or(() -> app.isPresent() ? Optional.empty() : Optional.of(STYLES.get(0)))
                .ifPresent(named -> start.put("style", named));
        if (faults) {
            start.put("faults", true);
        }
        return ui ? start.put("console", where.text()) : start;
    }

    private void show(Target where, Optional<ApplicationPackage> application, JsonNode answer) {
        if (!answer.path("event").asText().equals("up")) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        answer.path("started").forEach(line -> out.println("# " + line.asText()));
        answer.path("environment")
                .properties()
                .forEach(variable -> out.println("export " + variable.getKey() + "="
                        + word(variable.getValue().asText())));
        // Scripts wait for this line.
        out.println(screen.in() ? "# Ctrl-C or Ctrl-D stops all." : "# Ctrl-C stops all.");
        if (out.checkError()) {
            end.completeExceptionally(new Failure("cannot write to standard output (is the disk full?)"));
            return;
        }
        JsonNode url = answer.path("environment").path("TRISKEL_APP_URL");
        if (url.isTextual()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println();
            List<String> opening = new ArrayList<>();
            answer.path("curl").forEach(option -> opening.add(option.asText()));
            if (app.isPresent()) {
                err.println("Try, in another shell, with a path of your application behind the address:");
                FirstCalls.ofAny(url.asText(), opening).forEach(err::println);
            } else {
                err.println("Try, in another shell (the first look at an order waits until the order is found):");
                FirstCalls.of(url.asText(), opening, empty).forEach(err::println);
            }
        }
        application.filter(own -> ui).ifPresent(own -> console = Optional.of(console(where, own, answer)));
        JsonNode served = answer.path("console");
        if (served.isObject()) {
            Gateway gateway = Gateway.open(DemoPage.headings(List.of(where)), true);
            page = Optional.of(gateway);
            gateway.up(
                    where.text(),
                    URI.create(served.path("url").asText()),
                    served.path("token").asText());
            gateway.takeOrders();
            spec.commandLine().getErr().println("Page: " + gateway.address());
        }
    }

    /** A process of its own, since the application's classes are in its package. Its end ends the cloud. */
    private ConsoleProcess console(Target where, ApplicationPackage application, JsonNode up) {
        Map<String, String> variables = new TreeMap<>();
        up.path("environment")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        ObjectNode wanted = new ObjectMapper()
                .createObjectNode()
                .put("environment", "local " + where.text())
                .put("deployed", false)
                .put("act", true);
        wanted.set("flow", up.path("flow"));
        ConsoleProcess started = ConsoleProcess.start(
                where,
                commands.console().apply(where, application),
                variables,
                wanted,
                spec.commandLine().getErr());
        var unused = started.ended().whenComplete((ended, failure) -> {
            try {
                started.end();
                end.complete(true);
            } catch (RuntimeException failed) {
                end.completeExceptionally(failed);
            }
        });
        return started;
    }

    /** {@return the value as one word of a shell: a connection string has semicolons} */
    static String word(String value) {
        return value.matches("[\\w@%+=:,./-]*") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
