package io.triskel.load.aws.soak;

import io.triskel.benchmarks.soak.SoakCommand;
import io.triskel.benchmarks.soak.SoakResult;
import io.triskel.benchmarks.soak.SoakRun;
import io.triskel.benchmarks.soak.SoakSettings;
import io.triskel.local.Await;
import io.triskel.local.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The command {@code ./triskel load aws soak}. */
public final class Soak {
    private Soak() {}

    /** Runs it; the exit status is that of {@link SoakCommand}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(SoakCommand.run(
                arguments,
                settings -> WorkFolder.within("triskel-soak-", folder -> run(settings, folder, System.err::println))));
    }

    static SoakResult run(SoakSettings settings, Path folder, Consumer<String> told) throws IOException {
        try (AwsSoak aws = AwsSoak.start(settings, folder)) {
            return new SoakRun(settings, Await::until, told).run(aws);
        }
    }
}
