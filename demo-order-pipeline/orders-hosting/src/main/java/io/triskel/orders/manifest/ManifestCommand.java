package io.triskel.orders.manifest;

import io.triskel.orders.pipeline.PrintedByStyle;
import io.triskel.orders.pipeline.Style;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/** The command that prints a package's manifest. */
public final class ManifestCommand {
    private ManifestCommand() {}

    /**
     * Prints the manifest, or the error in the arguments.
     *
     * @param arguments {@code --style} and its name; none for {@link Style#ORCHESTRATION}; or {@code --help}
     * @param manifests of the package
     * @return the process's exit status: 0, 1 if the output cannot be written, 2 for wrong arguments
     */
    public static int run(
            List<String> arguments, Function<Style, Manifest<?>> manifests, PrintStream output, PrintStream errors) {
        return PrintedByStyle.run(
                "Print this package's deployment manifest, as JSON.",
                arguments,
                style -> manifests.apply(style).json(),
                output,
                errors);
    }
}
