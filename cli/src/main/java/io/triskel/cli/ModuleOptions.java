package io.triskel.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options of a command that another module carries out, so that a mistake is answered before that module is built.
 *
 * @param parameter the label of what follows the options, empty if nothing does
 * @param arity how many of these there are, as picocli writes it
 * @param values options with one value
 * @param lists options with one value or more
 * @param flags options without a value
 * @param choices the values that some options take; several are separated by commas
 */
record ModuleOptions(
        String parameter,
        String arity,
        List<String> values,
        List<String> lists,
        List<String> flags,
        Map<String, List<String>> choices) {
    /**
     * Refuses arguments that the command does not take.
     *
     * @param name the command, as it is typed
     * @throws ParameterException whose command line has that name
     */
    void check(String name, PrintWriter err, List<String> arguments) {
        CommandSpec spec = CommandSpec.create();
        values.forEach(option -> spec.addOption(option(option, "1").build()));
        lists.forEach(option -> spec.addOption(option(option, "1..*").build()));
        flags.forEach(option -> spec.addOption(OptionSpec.builder(option).build()));
        spec.mixinStandardHelpOptions(true);
        if (!parameter.isEmpty()) {
            spec.addPositional(PositionalParamSpec.builder()
                    .paramLabel(parameter)
                    .required(true)
                    .arity(arity)
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .build());
        }
        CommandLine command = new CommandLine(spec).setCommandName(name).setErr(err);
        CommandLine.ParseResult parsed = command.parseArgs(arguments.toArray(String[]::new));
        choices.forEach((option, known) -> {
            List<String> asked = new ArrayList<>(parsed.matchedOptionValue(option, List.of()));
            asked.stream()
                    .flatMap(value -> List.of(value.split(",", -1)).stream())
                    .filter(value -> !known.contains(value))
                    .findFirst()
                    .ifPresent(value -> {
                        throw new ParameterException(
                                command,
                                "unknown " + option.replace("--", "") + " '" + value + "'; known: "
                                        + String.join(", ", known));
                    });
        });
    }

    private static OptionSpec.Builder option(String name, String arity) {
        return OptionSpec.builder(name).arity(arity).type(List.class).auxiliaryTypes(String.class);
    }
}
