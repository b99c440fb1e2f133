package io.triskel.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.StrictYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Contracts between teams: AsyncAPI documents. */
@Command(
        name = "contracts",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Check whether a change of an AsyncAPI document breaks readers or writers.",
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: see ${COMMAND-FULL-NAME} check --help."})
final class ContractsCommand implements Runnable {
    private static final List<String> MODES = List.of("backward", "forward", "full");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "choose a command: check");
    }

    /** Compares two documents. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            versionProvider = TriskelVersion.class,
            header = "Compare two AsyncAPI 3 documents, and fail if the change breaks readers or writers.",
            description = {
                "",
                "OLD and NEW are JSON or YAML, from ./triskel export asyncapi or by others. docs/asyncapi.md has the"
                        + " rules."
            },
            synopsisHeading = "%nUsage: ",
            parameterListHeading = "%nParameters:%n",
            optionListHeading = "%nOptions:%n",
            exitCodeOnExecutionException = 2,
            footer = {"", "Exit codes: 0 no breaking change, 1 breaking changes, 2 wrong usage or unreadable document."
            })
    static final class Check implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "OLD", description = "The document that readers and writers use today.")
        @Nullable
        private Path older;

        @Parameters(index = "1", paramLabel = "NEW", description = "The document that replaces it.")
        @Nullable
        private Path newer;

        @Option(
                names = "--mode",
                paramLabel = "MODE",
                description = "backward: new readers read old events; forward: old readers read new events; full: both."
                        + " Default: ${DEFAULT-VALUE}")
        private String mode = "full";

        @Option(names = "--json", description = "Print all changes as JSON.")
        private boolean asJson;

        private final Installation installation;
        private final ToIntFunction<List<String>> runner;

        Check(Installation installation, ToIntFunction<List<String>> runner) {
            this.installation = installation;
            this.runner = runner;
        }

        @Override
        public Integer call() throws IOException {
            if (!MODES.contains(mode)) {
                throw new ParameterException(
                        spec.commandLine(), "unknown mode '" + mode + "'; known: " + String.join(", ", MODES));
            }
            Path folder = Files.createTempDirectory("triskel-contracts");
            Path was = folder.resolve("old.json");
            Path is = folder.resolve("new.json");
            try {
                Files.writeString(was, json(older));
                Files.writeString(is, json(newer));
                List<String> command = new ArrayList<>(installation.command(
                        "demo-order-pipeline/orders-driver", "io.triskel.orders.asyncapi.CheckContracts"));
                command.addAll(List.of(was.toString(), is.toString(), mode, asJson ? "json" : "text"));
                return runner.applyAsInt(command);
            } finally {
                Files.deleteIfExists(was);
                Files.deleteIfExists(is);
                Files.deleteIfExists(folder);
            }
        }

        /** {@return the document as JSON text, whatever it was written in} */
        private static String json(@Nullable Path file) throws IOException {
            if (file == null || !Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new Failure(file + " is not a readable file");
            }
            String text = text(file);
            if (text.stripLeading().startsWith("{")) {
                return text;
            }
            try {
                return new ObjectMapper()
                        .writeValueAsString(StrictYaml.read(file, "Write one with ./triskel export asyncapi.")
                                .plain());
            } catch (InputException broken) {
                throw new Failure(String.valueOf(broken.getMessage()), broken);
            }
        }

        private static String text(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException unreadable) {
                throw new Failure(file + " is not text in UTF-8: " + unreadable.getMessage(), unreadable);
            }
        }
    }
}
