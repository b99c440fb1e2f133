package io.triskel.orders.manifest;

import io.triskel.orders.pipeline.Style;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The command that prints a package's manifest. */
public final class ManifestCommand {
    private static final int WRONG_USE = 2;
    private static final String STYLES =
            Arrays.stream(Style.values()).map(Style::text).collect(Collectors.joining("|"));

    private ManifestCommand() {}

    /**
     * Prints the manifest, or what is wrong with the arguments.
     *
     * @param arguments {@code --style} and its name; none for {@link Style#ORCHESTRATION}; or {@code --help}
     * @param manifests of the package
     * @return the process's exit status: 0, 1 if the output cannot be written, 2 for wrong arguments
     */
    public static int run(
            List<String> arguments, Function<Style, Manifest> manifests, PrintStream output, PrintStream errors) {
        if (arguments.equals(List.of("--help"))) {
            return print(output, usage());
        }
        Optional<Style> style = style(arguments);
        if (style.isEmpty()) {
            errors.print("Cannot read the arguments: " + String.join(" ", arguments) + "\n" + usage());
            return WRONG_USE;
        }
        int printed = print(output, manifests.apply(style.get()).json());
        if (printed != 0) {
            errors.print("The manifest could not be written to the standard output\n");
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

    private static String usage() {
        return "Prints what a deployment needs to know of this package, as JSON.\n" + "Usage: [--style " + STYLES
                + "]   (" + Style.ORCHESTRATION.text() + " if not given)\n";
    }
}
