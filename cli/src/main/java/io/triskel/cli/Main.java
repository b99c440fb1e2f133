package io.triskel.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

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
        return commandLine(installation, environment.containsKey("TRISKEL_DEBUG"))
                .setOut(out)
                .setErr(err)
                .execute(arguments);
    }

    static CommandLine commandLine(Installation installation, boolean debug) {
        return new CommandLine(new TriskelCommand())
                .addSubcommand(new DemoCommand(installation))
                .addSubcommand(new UpCommand(installation))
                .addSubcommand(new DoctorCommand(new Machine(installation)))
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command, debug));
    }

    private static int wrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("Try '" + name + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    static int failed(Exception thrown, CommandLine command, boolean debug) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (thrown instanceof Failure) {
            err.println(name + ": " + thrown.getMessage());
        } else {
            err.println(name + ": this should not happen: " + thrown);
        }
        if (debug) {
            thrown.printStackTrace(err);
        } else if (!(thrown instanceof Failure)) {
            err.println("TRISKEL_DEBUG=1 shows where.");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
