package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts what the functions wrote into their logs, one line of JSON per invocation, as the cloud's own tools would. A
 * function that is killed does not write its last line.
 */
final class FunctionLogs {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a line's JSON begins; the host may put text before it. */
    private static final String LINE = "{\"consumer\"";

    private FunctionLogs() {}

    /**
     * Adds up all {@code events} of all lines.
     *
     * @param folders of the functions' logs
     */
    static Map<String, Long> counts(List<Path> folders) {
        Map<String, Long> counts = new TreeMap<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
                for (Path file : files.toList()) {
                    count(file, counts);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("Cannot read the logs in " + folder, failed);
            }
        }
        return counts;
    }

    private static void count(Path file, Map<String, Long> counts) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines.filter(text -> text.contains(LINE))::iterator) {
                for (Map.Entry<String, JsonNode> event : JSON.readTree(line.substring(line.indexOf(LINE)))
                        .path("events")
                        .properties()) {
                    counts.merge(event.getKey(), event.getValue().asLong(), Long::sum);
                }
            }
        }
    }
}
