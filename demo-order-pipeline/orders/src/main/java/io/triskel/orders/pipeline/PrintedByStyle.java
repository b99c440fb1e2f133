package io.triskel.orders.pipeline;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A command that prints one text, which depends on the style. */
public final class PrintedByStyle {
    private static final int WRONG_USE = 2;
    private static final String STYLES =
            Arrays.stream(Style.values()).map(Style::text).collect(Collectors.joining("|"));

    private PrintedByStyle() {}

    /**
     * Prints the text, or the error in the arguments.
     *
     * @param about describes the output, a sentence
     * @param arguments {@code --style} and its name; none for {@link Style#ORCHESTRATION}; or {@code --help}
     * @return the process's exit status: 0, 1 if the output cannot be written, 2 for wrong arguments
     */
    public static int run(
            String about,
            List<String> arguments,
            Function<Style, String> text,
            PrintStream output,
            PrintStream errors) {
        String usage =
                about + "\nUsage: [--style " + STYLES + "]   (" + Style.ORCHESTRATION.text() + " if not given)\n";
        if (arguments.equals(List.of("--help"))) {
            return print(output, usage);
        }
        Optional<Style> style = style(arguments);
        if (style.isEmpty()) {
            errors.print("Cannot read the arguments: " + String.join(" ", arguments) + "\n" + usage);
            return WRONG_USE;
        }
        int printed = print(output, text.apply(style.get()));
        if (printed != 0) {
            errors.print("Cannot write to standard output\n");
        }
        return printed;
    }

    private static Optional<Style> style(List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.of(Style.ORCHESTRATION);
        }
        return arguments.size() == 2 && arguments.get(0).equals("--style")
                ? Style.named(arguments.get(1))
                : Optional.empty();
    }

    private static int print(PrintStream output, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
        return output.checkError() ? 1 : 0;
    }
}
