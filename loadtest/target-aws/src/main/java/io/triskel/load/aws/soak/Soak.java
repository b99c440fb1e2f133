package io.triskel.load.aws.soak;

import io.triskel.local.WorkFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code loadtest/run aws soak}: on this machine only, since it breaks what it runs on. Prints one object of JSON; the
 * exit status is 1 if anything was lost, doubled or out of order.
 */
public final class Soak {
    private static final String USAGE = "usage: soak [--events N] [--json FILE]";

    private Soak() {}

    /** Runs it; the exit status is 2 if it is called wrongly. */
    public static void main(String[] arguments) throws Exception {
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
                System.exit(2);
            }
        }
        Path folder = WorkFolder.create("triskel-soak-");
        SoakResult result;
        try {
            result = new SoakRun(SoakSettings.of(events), System.err::println).run(folder);
        } finally {
            WorkFolder.remove(folder);
        }
        System.out.println(result.json().toPrettyString());
        if (json.isPresent()) {
            Files.writeString(json.get(), result.json().toPrettyString() + "\n");
        }
        System.exit(result.perfect() ? 0 : 1);
    }
}
