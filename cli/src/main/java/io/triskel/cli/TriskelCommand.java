package io.triskel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@code triskel} alone does: it says what there is. */
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
            "  triskel demo                 the order pipeline on a thousand orders, in memory",
            "  triskel demo --chaos         the same with faults; the outcome must be the same",
            "  triskel demo --target azure  the package that is deployed, on a local Azure; or aws, gcp",
            "  triskel up azure             that Azure and the pipeline in it, to play with from another shell",
            "",
            "'triskel COMMAND --help' tells more.",
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
