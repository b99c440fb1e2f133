package io.triskel.cli;

import io.triskel.load.cloud.Clouds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Exports the demo in formats that other tools read: its process itself, every other kind by a subcommand. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Export the demo in formats that other tools read, to standard output.",
        description = {
            "",
            "With --target, the order fulfilment process for a cloud's own workflow engine:",
            "${bundle:export.engines}",
            "eda-engines/README.md says how each was verified."
        },
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage."})
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--target", paramLabel = "CLOUD", description = "${bundle:export.clouds}.")
    @Nullable
    String target;

    private final Clouds clouds;
    private final Installation installation;
    private final ToIntFunction<List<String>> runner;

    ExportCommand(Clouds clouds, Installation installation, ToIntFunction<List<String>> runner) {
        this.clouds = clouds;
        this.installation = installation;
        this.runner = runner;
    }

    @Override
    public Integer call() {
        if (target == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "choose what to export: --target CLOUD, or "
                            + String.join(
                                    ", ", spec.commandLine().getSubcommands().keySet()));
        }
        Map<String, String> formats = new LinkedHashMap<>();
        clouds.all().forEach(cloud -> cloud.engine().ifPresent(engine -> formats.put(cloud.id(), engine.format())));
        String format = Optional.ofNullable(formats.get(target))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "unknown target '" + target + "'; known: " + String.join(", ", formats.keySet())));
        List<String> command = new ArrayList<>(installation.command(
                "demo-order-pipeline/orders-driver", "io.triskel.orders.engines.ExportFulfilment"));
        command.add(format);
        return runner.applyAsInt(command);
    }
}
