package io.triskel.load.report.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes an invented run into a folder, to look at a report of it or to time it. */
public final class WriteSample {
    private WriteSample() {}

    /**
     * Writes it.
     *
     * @param arguments the folder, and {@code clouds}, {@code stand-ins} or {@code hour} (three targets, an hour of seconds)
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        switch (arguments[1]) {
            case "clouds" -> SampleRun.onClouds().writeTo(folder);
            case "stand-ins" -> SampleRun.onStandIns().writeTo(folder);
            default ->
                new SampleRun(Map.of("aws", "cloud", "azure", "cloud", "gcp", "cloud"), 1, 1, 3600).writeTo(folder);
        }
    }
}
