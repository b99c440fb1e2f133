package io.triskel.target.azure;

import io.triskel.load.function.Telling;
import io.triskel.target.azure.function.TimedFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Packs {@link TimedFunction} for a deployment to Azure: {@code ./triskel load azure function FILE}. */
public final class PackFunction {
    private PackFunction() {}

    /** Takes the file's name; prints what its deployment needs. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Usage: ./triskel load azure function FILE.zip");
            System.exit(2);
        }
        Path file =
                AppZip.ofClassPath(Path.of(arguments[0]), Map.of(Telling.CONSUMER, TimedFunction.class), AppZip.BATCH);
        System.out.println("Packed: " + file.toAbsolutePath());
        System.out.println("Function app for hub HUB by consumer group: " + Telling.CONSUMER);
        System.out.println("Environment: " + Telling.REPORTS + ", and the adapter's variables (docs/configuration.md)");
    }
}
