package io.triskel.cli;

import io.triskel.cli.build.Launch;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.workload.TerminalWidth;
import io.triskel.load.workload.WrongUsage;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** Starts the command line; the launcher {@code ./triskel} calls it. */
public final class Main {
    private Main() {}

    /** Ends the process with 0 for done, 1 for failed, 2 for wrong usage. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = run(System.getenv(), Path.of(""), out, err, arguments);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    static int run(
            Map<String, String> environment,
            Path workingDirectory,
            PrintWriter out,
            PrintWriter err,
            String... arguments) {
        Installation installation;
        try {
            installation = Installation.of(environment, workingDirectory);
        } catch (Failure failure) {
            err.println("triskel: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        return commandLine(Clouds.installed(), installation, environment.containsKey("TRISKEL_DEBUG"))
                .setCommandName(Launch.nameIn(environment))
                .setUsageHelpWidth(TerminalWidth.ofHelp(environment))
                .setOut(out)
                .setErr(err)
                .execute(arguments);
    }

    static CommandLine commandLine(Clouds clouds, Installation installation, boolean debug) {
        Targets targets = new Targets(clouds);
        return new CommandLine(new TriskelCommand())
                .addSubcommand(new DemoCommand(targets, installation))
                .addSubcommand(new UpCommand(targets, installation))
                .addSubcommand(new UiCommand(targets, installation))
                .addSubcommand(new OpsCommand(targets, installation))
                .addSubcommand(handingOn(new LoadCommand(clouds, installation, PassedOn::run)))
                .addSubcommand(handingOn(new ModuleCommand.OfReport(installation, PassedOn::run)))
                .addSubcommand(handingOn(new ModuleCommand.OfSize(clouds, installation, PassedOn::run)))
                .addSubcommand(handingOn(new ModuleCommand.OfEvaluate(installation, PassedOn::run)))
                .addSubcommand(handingOn(new ModuleCommand.OfStudy(installation, PassedOn::run)))
                .addSubcommand(new CommandLine(new ExportCommand(clouds, installation, PassedOn::run))
                        .addSubcommand(handingOn(new ModuleCommand.OfAsyncApi(installation, PassedOn::run)))
                        .addSubcommand(handingOn(new ModuleCommand.OfTypes(installation, PassedOn::run))))
                .addSubcommand(new CommandLine(new ContractsCommand())
                        .addSubcommand(new ContractsCommand.Check(installation, PassedOn::run)))
                .addSubcommand(handingOn(new BenchCommand(installation, PassedOn::run)))
                .addSubcommand(new NewCommand(installation))
                .addSubcommand(new DoctorCommand(installation))
                .addSubcommand(new HelpCommand())
                .setResourceBundle(new CloudTexts(clouds).forHelp())
                .setParameterExceptionHandler(WrongUsage::answer)
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command, debug));
    }

    /** Makes a command pass the arguments that it does not know to the command that it starts, unchanged and in order. */
    static CommandLine handingOn(Object command) {
        return new CommandLine(command)
                .setUnmatchedOptionsArePositionalParams(true)
                .setPosixClusteredShortOptionsAllowed(false)
                .setExpandAtFiles(false);
    }

    static int failed(Exception thrown, CommandLine command, boolean debug) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (thrown instanceof Failure) {
            err.println(name + ": " + thrown.getMessage());
        } else {
            err.println(name + ": unexpected error: " + thrown);
        }
        if (debug) {
            thrown.printStackTrace(err);
        } else if (!(thrown instanceof Failure)) {
            err.println("Set TRISKEL_DEBUG=1 to see where.");
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
