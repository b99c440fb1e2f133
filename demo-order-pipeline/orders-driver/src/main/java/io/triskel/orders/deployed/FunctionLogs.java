package io.triskel.orders.deployed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.console.hosted.FunctionFlow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private FunctionLogs() {}

    /**
     * What the functions wrote.
     *
     * @param lines of the functions themselves, without the host's
     * @param bytes of these lines, without their ends
     * @param events all {@code events} of all lines, added up
     */
    record Written(long lines, long bytes, Map<String, Long> events) {}

    /**
     * Adds up all lines.
     *
     * @param folders of the functions' logs
     */
    static Written in(List<Path> folders) {
        List<String> lines = folders.stream().flatMap(FunctionLogs::lines).toList();
        Map<String, Long> events = new TreeMap<>();
        lines.forEach(line -> count(line, events));
        long bytes = lines.stream()
                .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return new Written(lines.size(), bytes, events);
    }

    /** {@return the JSON of the functions' lines} */
    private static Stream<String> lines(Path folder) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.toList()) {
                Files.readAllLines(file).forEach(text -> FunctionFlow.line(text).ifPresent(lines::add));
            }
            return lines.stream();
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read the logs in " + folder, failed);
        }
    }

    private static void count(String line, Map<String, Long> events) {
        try {
            for (Map.Entry<String, JsonNode> event :
                    JSON.readTree(line).path("events").properties()) {
                events.merge(event.getKey(), event.getValue().asLong(), Long::sum);
            }
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException("A line of a function is no JSON: " + line, broken);
        }
    }
}
