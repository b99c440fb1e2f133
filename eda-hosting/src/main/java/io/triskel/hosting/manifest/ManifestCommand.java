package io.triskel.hosting.manifest;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/** The command that prints a package's manifest. */
public final class ManifestCommand {
    private ManifestCommand() {}

    /**
     * Prints the manifest, or the error in the arguments.
     *
     * @param arguments {@code --style} and its name; none for the first; or {@code --help}
     * @param styles of the application, the first is the default; none if it has one form only
     * @param manifests of the package, by style
     * @return the process's exit status: 0, 1 if the output cannot be written, 2 for wrong arguments
     */
    public static int run(
            List<String> arguments,
            List<String> styles,
            Function<String, Manifest<?>> manifests,
            PrintStream output,
            PrintStream errors) {
        return PrintedByStyle.run(
                "Print this package's deployment manifest, as JSON.",
                arguments,
                styles,
                style -> manifests.apply(style).json(),
                output,
                errors);
    }
}
