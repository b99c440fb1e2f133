package io.triskel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which commands there are, where {@code triskel} is called without one. */
@Command(
        name = "triskel",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "One event-driven Java code base for three clouds, and the means to compare them.",
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Start here:",
            "  ${ROOT-COMMAND-NAME} demo               a thousand orders through the pipeline, in memory",
            "  ${ROOT-COMMAND-NAME} demo --chaos       the same with faults; the outcome must be the same",
            "  ${ROOT-COMMAND-NAME} demo --target gcp  the package that is deployed, on a local cloud",
            "  ${ROOT-COMMAND-NAME} up gcp             that cloud with the pipeline, to play with",
            "  ${ROOT-COMMAND-NAME} size loadtest/workloads/iot-fleet.yaml",
            "                              what a workload needs and costs on each cloud",
            "  ${ROOT-COMMAND-NAME} new my-app         a small Maven project of your own, to begin with",
            "",
            "'${ROOT-COMMAND-NAME} COMMAND --help' tells more. A command builds what it needs.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage.",
        })
final class TriskelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
