package io.triskel.load.report.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An invented run on some targets.
 *
 * @param evidence by target; memory has its own
 */
public record SampleRun(Map<String, String> evidence, int repeats, int workers, int seconds) {
    private static final Map<String, double[]> MEDIAN_AND_CAPACITY = Map.of(
            "aws",
            new double[] {74, 7820},
            "azure",
            new double[] {41, 8290},
            "gcp",
            new double[] {58, 41_200},
            "memory",
            new double[] {0.2, 90_000});

    /** Four targets, three repeats, as if measured on the clouds. */
    public static SampleRun onClouds() {
        return new SampleRun(Map.of("aws", "cloud", "azure", "cloud", "gcp", "cloud", "memory", "memory"), 3, 1, 240);
    }

    public static SampleRun onStandIns() {
        return new SampleRun(
                Map.of("aws", "emulator", "azure", "emulator", "gcp", "emulator", "memory", "memory"), 1, 1, 240);
    }

    public List<SampleResult> results() {
        List<SampleResult> results = new ArrayList<>();
        evidence.forEach((target, word) -> {
            double[] figures = MEDIAN_AND_CAPACITY.getOrDefault(target, MEDIAN_AND_CAPACITY.get("aws"));
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (int worker = 0; worker < workers; worker++) {
                    results.add(new SampleResult(
                            target, word, worker, workers, repeat, repeats, figures[0], figures[1], seconds));
                }
            }
        });
        return results;
    }

    /** Writes all result files. */
    public Path writeTo(Path folder) throws IOException {
        for (SampleResult result : results()) {
            write(folder, result, result.json());
        }
        return folder;
    }

    /** Writes a result file whose content a test has changed. */
    public static Path write(Path folder, SampleResult result, ObjectNode json) throws IOException {
        Path file = folder.resolve(result.target()).resolve("r" + result.repeat() + "-w" + result.worker() + ".json");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, json.toString());
    }
}
