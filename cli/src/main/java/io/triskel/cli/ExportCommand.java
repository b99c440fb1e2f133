package io.triskel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes descriptions of the demonstrator that other tools read; each kind is a command below this one. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Write the demonstrator in a form that other tools read, to standard output.",
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage."})
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to write: "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }
}
