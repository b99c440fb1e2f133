package io.triskel.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a cloud. The measurement itself is a command of the cloud's module, which owns its options. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Measure a cloud, or break things there under load, on local stand-ins.",
        description = {
            "ratios: what the adapter costs over the cloud's own SDK, as Markdown on standard output.",
            "soak: events with everything going wrong; none may be lost, doubled or out of order."
        },
        customSynopsis = {
            "${COMMAND-FULL-NAME} CLOUD ratios [OPTION ...] [COMPARISON ...]",
            "       ${COMMAND-FULL-NAME} CLOUD soak [OPTION ...]",
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Options and comparisons of ratios:",
            "  --strict        Exit code 1 if a goal is missed.",
            "  --json FILE     Write the results as JSON, too.",
            "  --rounds N      Rounds that count. Default: 15",
            "  --warm-ups N    Rounds before them that do not. Default: 30",
            "  publish, consume, cold-start, package",
            "                  Only these. Default: all, which takes two to three minutes",
            "",
            "Options of soak:",
            "  --events N      How many. Default: 200000",
            "  --json FILE     Write the results as JSON, too.",
            "",
            "With TRISKEL_CONTRACTS, ratios measures the cloud itself (loadtest/README.md).",
            "Exit codes: 0 done; 1 it failed, a goal is missed with --strict, or something",
            "was lost, doubled or out of order; 2 wrong usage.",
        })
final class LoadCommand implements Callable<Integer> {
    private static final List<String> CLOUDS = List.of("aws", "azure", "gcp");

    /** Main class of each measurement, in the package of the cloud's module. */
    private static final Map<String, String> MEASUREMENTS = Map.of("ratios", "Ratios", "soak", "soak.Soak");

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CLOUD", description = "aws or azure (both need Node.js), or gcp.")
    private String cloud = "";

    @Parameters(index = "1", paramLabel = "MEASUREMENT", description = "ratios or soak.")
    private String measurement = "";

    @Parameters(index = "2..*", paramLabel = "OPTION", description = "Handed on to the measurement, see below.")
    private List<String> options = new ArrayList<>();

    private final Installation installation;
    private final ToIntFunction<List<String>> runner;

    LoadCommand(Installation installation, ToIntFunction<List<String>> runner) {
        this.installation = installation;
        this.runner = runner;
    }

    @Override
    public Integer call() {
        if (!CLOUDS.contains(cloud)) {
            throw wrong("unknown cloud '" + cloud + "'; known: " + String.join(", ", CLOUDS));
        }
        String main = Optional.ofNullable(MEASUREMENTS.get(measurement))
                .orElseThrow(() -> wrong("unknown measurement '" + measurement + "'; known: ratios, soak"));
        List<String> command = new ArrayList<>(
                installation.command("loadtest/load-" + cloud, "io.triskel.load." + cloud + "." + main));
        command.addAll(options);
        return runner.applyAsInt(command);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
