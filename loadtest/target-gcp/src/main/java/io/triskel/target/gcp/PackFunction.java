package io.triskel.target.gcp;

import io.triskel.load.function.Telling;
import io.triskel.target.gcp.function.TimedFunction;
import java.io.IOException;
import java.nio.file.Path;

/** Packs {@link TimedFunction} for a deployment to Google Cloud: {@code ./triskel load gcp function FILE}. */
public final class PackFunction {
    private PackFunction() {}

    /** Takes the file's name; prints what its deployment needs. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Usage: ./triskel load gcp function FILE.jar");
            System.exit(2);
        }
        Path file = FunctionJar.ofClassPath(Path.of(arguments[0]));
        System.out.println("Packed: " + file.toAbsolutePath());
        System.out.println("Entry point, called by a subscription that pushes: " + TimedFunction.class.getName());
        System.out.println("Environment: " + Telling.REPORTS + ", and the adapter's variables (docs/configuration.md)");
    }
}
