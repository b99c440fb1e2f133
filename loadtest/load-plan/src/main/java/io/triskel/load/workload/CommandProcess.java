package io.triskel.load.workload;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** A command of the launcher that is a process of its own: its streams, its name, and how it answers what goes wrong. */
public final class CommandProcess {
    private CommandProcess() {}

    /** A command with its environment and streams; {@code run} answers the exit code. */
    @FunctionalInterface
    public interface Command {
        int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments);
    }

    /** Runs a command with the environment and the standard streams of this process, and ends it. */
    public static void run(Command command, String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exit = command.run(System.getenv(), out, err, arguments);
        out.flush();
        err.flush();
        System.exit(exit);
    }

    /**
     * {@return the exit code of a command, after it has run}
     *
     * @param name of the command, after the launcher's
     * @param told failures whose message alone is for people; they are wrong usage, and all others are thrown
     */
    public static int execute(
            CommandLine command,
            String name,
            List<Class<? extends Exception>> told,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err,
            String... arguments) {
        command.setCommandName(environment.getOrDefault("TRISKEL_NAME", "triskel") + " " + name)
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(TerminalWidth.ofHelp(environment))
                .setParameterExceptionHandler(WrongUsage::answer)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (told.stream().noneMatch(kind -> kind.isInstance(failure))) {
                        throw failure;
                    }
                    line.getErr().println(failure.getMessage());
                    return CommandLine.ExitCode.USAGE;
                });
        return StandardOutput.checked(command.execute(arguments), out, err);
    }
}
