package io.triskel.target.azure.soak;

import io.triskel.benchmarks.soak.LocalSoak;
import io.triskel.benchmarks.soak.SoakCommand;
import io.triskel.benchmarks.soak.SoakResult;
import io.triskel.benchmarks.soak.SoakSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The command {@code ./triskel load azure soak}. */
public final class Soak {
    private Soak() {}

    /** Runs it; the exit status is that of {@link SoakCommand}. */
    public static void main(String[] arguments) throws IOException {
        System.exit(SoakCommand.run(arguments, Soak::run));
    }

    static SoakResult run(SoakSettings settings, Path folder, Consumer<String> told) throws IOException {
        return LocalSoak.run(settings, folder, told, AzureSoak::start);
    }
}
