package io.triskel.load.workload;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers mistakes in a command line, for all commands in the same words: what is wrong, a guess, and where help is. */
public final class WrongUsage {
    private WrongUsage() {}

    /** Handles what picocli could not parse or a command refused; {@return the exit code} */
    public static int answer(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + inWords(wrong));
        command.getErr().println("Try '" + name + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String inWords(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String written = unmatched.getUnmatched().get(0);
            return unmatched.isUnknownOption()
                    ? unknown("option", written, optionsOf(command))
                    : unknown(
                            command.getSubcommands().isEmpty() ? "argument" : "command",
                            written,
                            List.copyOf(command.getSubcommands().keySet()));
        }
        String message = String.valueOf(wrong.getMessage());
        // The words of picocli's own command help.
        return message.startsWith("Unknown subcommand ") && wrong.getValue() != null
                ? unknown(
                        "command",
                        wrong.getValue(),
                        List.copyOf(command.getSubcommands().keySet()))
                : message;
    }

    private static String unknown(String kind, String written, List<String> known) {
        List<String> meant = Misspelt.meant(written, known);
        return "unknown " + kind + " '" + written + "'"
                + (meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?");
    }

    private static List<String> optionsOf(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .toList();
    }
}
