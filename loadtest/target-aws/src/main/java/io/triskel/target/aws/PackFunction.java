package io.triskel.target.aws;

import io.triskel.load.function.Telling;
import io.triskel.target.aws.function.TimedFunction;
import java.io.IOException;
import java.nio.file.Path;

/** Packs {@link TimedFunction} for a deployment to AWS: {@code ./triskel load aws function FILE}. */
public final class PackFunction {
    private PackFunction() {}

    /** Takes the file's name; prints what its deployment needs. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Usage: ./triskel load aws function FILE.zip");
            System.exit(2);
        }
        Path file = FunctionZip.ofClassPath(Path.of(arguments[0]));
        System.out.println("Packed: " + file.toAbsolutePath());
        System.out.println("Handler: " + TimedFunction.class.getName() + "::handleRequest");
        System.out.println("Environment: " + Telling.REPORTS + ", and the adapter's variables (docs/configuration.md)");
    }
}
