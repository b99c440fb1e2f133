package io.triskel.hosting.manifest;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A command that prints one text, which depends on the style. */
public final class PrintedByStyle {
    private static final int WRONG_USE = 2;

    private PrintedByStyle() {}

    /**
     * Prints the text, or the error in the arguments.
     *
     * @param about describes the output, a sentence
     * @param arguments {@code --style} and its name; none for the first; or {@code --help}
     * @param styles of the application, the first is the default; none if it has one form only
     * @param text for a style; empty text stands for the only form
     * @return the process's exit status: 0, 1 if the output cannot be written, 2 for wrong arguments
     */
    public static int run(
            String about,
            List<String> arguments,
            List<String> styles,
            Function<String, String> text,
            PrintStream output,
            PrintStream errors) {
        String usage = about + "\nUsage: "
                + (styles.isEmpty()
                        ? "no arguments\n"
                        : "[--style " + String.join("|", styles) + "]   (" + styles.get(0) + " if not given)\n");
        if (arguments.equals(List.of("--help"))) {
            return print(output, usage);
        }
        Optional<String> style = style(arguments, styles);
        if (style.isEmpty()) {
            errors.print(problem(arguments, styles) + "\n" + usage);
            return WRONG_USE;
        }
        int printed = print(output, text.apply(style.get()));
        if (printed != 0) {
            errors.print("Cannot write to standard output\n");
        }
        return printed;
    }

    private static Optional<String> style(List<String> arguments, List<String> styles) {
        if (arguments.isEmpty()) {
            return Optional.of(styles.isEmpty() ? "" : styles.get(0));
        }
        return arguments.size() == 2 && arguments.get(0).equals("--style")
                ? styles.stream().filter(arguments.get(1)::equals).findFirst()
                : Optional.empty();
    }

    private static String problem(List<String> arguments, List<String> styles) {
        if (arguments.size() != 2 || !arguments.get(0).equals("--style")) {
            return "Cannot read the arguments: " + String.join(" ", arguments);
        }
        return styles.isEmpty()
                ? "This application has no styles: leave out --style"
                : "Unknown style '" + arguments.get(1) + "'; known: " + String.join(", ", styles);
    }

    private static int print(PrintStream output, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
        return output.checkError() ? 1 : 0;
    }
}
