package io.triskel.benchmarks.soak;

import io.triskel.local.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The command {@code ./triskel load CLOUD soak}: on this machine only, since the soak breaks what it runs on. Prints one
 * object of JSON.
 */
public final class SoakCommand {
    private static final String USAGE = "usage: ./triskel load CLOUD soak [--events N] [--json FILE]";

    /** The soak of a target. */
    @FunctionalInterface
    public interface Soak {
        /**
         * Starts the target, runs the soak and ends everything, see {@link LocalSoak#run}.
         *
         * @throws IOException if it could not be run
         */
        SoakResult run(SoakSettings settings, Path folder, Consumer<String> told) throws IOException;
    }

    private SoakCommand() {}

    /**
     * Runs the command.
     *
     * @return the exit status: 1 if anything was lost, doubled or out of order, 2 if it was called wrongly
     * @throws IOException what the soak threw
     */
    public static int run(String[] arguments, Soak soak) throws IOException {
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        int events = 200_000;
        Optional<Path> json = Optional.empty();
        while (!left.isEmpty()) {
            String name = left.remove();
            String value = left.isEmpty() ? "" : left.remove();
            if (name.equals("--events") && value.matches("[1-9][0-9]{0,7}")) {
                events = Integer.parseInt(value);
            } else if (name.equals("--json") && !value.isEmpty()) {
                json = Optional.of(Path.of(value));
            } else {
                System.err.println(USAGE);
                return 2;
            }
        }
        SoakSettings settings = SoakSettings.of(events);
        SoakResult result =
                WorkFolder.within("triskel-soak-", folder -> soak.run(settings, folder, System.err::println));
        System.out.println(result.json().toPrettyString());
        if (json.isPresent()) {
            Files.writeString(json.get(), result.json().toPrettyString() + "\n");
        }
        return result.perfect() ? 0 : 1;
    }
}
