package io.triskel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The page of a pipeline, deployed or local; a process of that cloud's module serves its console. */
@Command(
        name = "ui",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Show an order pipeline, or your own application, on a cloud in a browser.",
        description = {
            "Prints the address of a page, which only this machine reaches. The page reads the pipeline's stores with"
                    + " your own credentials, as './triskel ops' does, and can never start a fault. It is for reading"
                    + " only, unless you add --act; then the token in the address allows actions, and each action is"
                    + " recorded."
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 it was stopped, 1 it failed, 2 wrong usage."})
final class UiCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CLOUD", description = "${bundle:clouds}.")
    private String cloud = "";

    @Option(
            names = "--env",
            paramLabel = "FILE",
            description = "File with variables, in addition to the environment's.")
    @Nullable
    Path env;

    @Option(
            names = "--app",
            paramLabel = "DIR",
            description = "The Maven project of your own application, instead of the order pipeline.")
    @Nullable
    Path app;

    @Option(
            names = "--act",
            description = "Allow actions: place orders, replay, discard, resume, abandon, drain, rebuild.")
    boolean act;

    private final Targets targets;
    private final BiFunction<Target, Optional<ApplicationPackage>, List<String>> commands;
    private final Map<String, String> environment;
    private final InputStream input;
    private final Screen screen;

    UiCommand(Targets targets, Installation installation) {
        this(
                targets,
                (target, application) -> target.consoleCommand(installation, application),
                System.getenv(),
                System.in,
                Screen.of(System.getenv()));
    }

    /**
     * Starts consoles with these commands.
     *
     * @param environment says where the pipeline is, unless a file does
     * @param input the page ends with this input, if a person types there
     */
    UiCommand(
            Targets targets,
            BiFunction<Target, Optional<ApplicationPackage>, List<String>> commands,
            Map<String, String> environment,
            InputStream input,
            Screen screen) {
        this.targets = targets;
        this.commands = commands;
        this.environment = environment;
        this.input = input;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Target where = targets.requireCloud(cloud, spec.commandLine());
        Map<String, String> variables = EnvironmentFile.ofPipeline(env, environment, cloud);
        Optional<ApplicationPackage> application =
                Optional.ofNullable(app).map(folder -> ApplicationPackage.in(folder, where.text()));
        try (ConsoleProcess console = ConsoleProcess.start(
                        where,
                        commands.apply(where, application),
                        variables,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("environment", where.text())
                                .put("act", act),
                        spec.commandLine().getErr());
                StopHook stop = new StopHook(() -> {
                    console.stop();
                    // Stopping is how this command ends: the JVM by itself would report a signal.
                    Runtime.getRuntime().halt(0);
                })) {
            CompletableFuture<Boolean> typed = screen.in() ? TypedEnd.of(input) : new CompletableFuture<>();
            CompletableFuture.anyOf(typed, console.ended()).join();
            return end(console, stop);
        }
    }

    private static int end(ConsoleProcess console, StopHook stop) {
        try {
            console.end();
        } catch (CompletionException | Failure failed) {
            if (!stop.isStopping()) {
                throw failed.getCause() instanceof Failure failure ? failure : failed;
            }
        }
        return 0;
    }
}
