package io.triskel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the commands if {@code triskel} is called without one. */
@Command(
        name = "triskel",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Cloud-neutral event-driven Java, and the tools to choose a cloud.",
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Start here:",
            "  ${ROOT-COMMAND-NAME} demo               run 1,200 orders, in memory",
            "  ${ROOT-COMMAND-NAME} demo --chaos       the same with faults; the outcome must be equal",
            "  ${ROOT-COMMAND-NAME} demo --target gcp  run the deployment package on a local cloud",
            "  ${ROOT-COMMAND-NAME} up gcp             keep that cloud and the pipeline running",
            "  ${ROOT-COMMAND-NAME} size loadtest/workloads/iot-fleet.yaml",
            "                              what a workload needs and costs on each cloud",
            "  ${ROOT-COMMAND-NAME} new my-app         generate a small Maven project",
            "",
            "'${ROOT-COMMAND-NAME} COMMAND --help' shows more. A command builds what it needs.",
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
