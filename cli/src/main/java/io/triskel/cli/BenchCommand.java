package io.triskel.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks. The arguments are JMH's own options, which are passed on. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Run the benchmarks and print each comparison as a table of ratios.",
        description = "Takes half a minute per benchmark; benchmarks/README.md shows results.",
        customSynopsis = "${COMMAND-FULL-NAME} [OPTION ...] [NAME ...]",
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Accepts all of JMH's options, including:",
            "  -f N       Measuring processes. Default: 2",
            "  -wi N      Warm-ups per process. Default: 3",
            "  -w TIME    Length of a warm-up, such as 500ms. Default: 1s",
            "  -i N       Measurements per process. Default: 5",
            "  -r TIME    Length of a measurement. Default: 1s",
            "  -e NAME    Skip benchmarks whose name matches this regular expression.",
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME}                              all of them",
            "  ${COMMAND-FULL-NAME} codec                        those whose name contains \"codec\"",
            "  ${COMMAND-FULL-NAME} -f 1 -wi 1 -i 1 codec        a quick look",
            "",
            "Exit codes: 0 done, 1 a benchmark failed, 2 wrong usage.",
        })
final class BenchCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            description = "Benchmarks whose name matches this regular expression. Default: all.")
    private List<String> options = new ArrayList<>();

    private final Installation installation;
    private final ToIntFunction<List<String>> runner;

    BenchCommand(Installation installation, ToIntFunction<List<String>> runner) {
        this.installation = installation;
        this.runner = runner;
    }

    @Override
    public Integer call() {
        List<String> command =
                new ArrayList<>(installation.command("benchmarks", "io.triskel.benchmarks.BenchmarkReport"));
        command.addAll(options);
        return runner.applyAsInt(command);
    }
}
