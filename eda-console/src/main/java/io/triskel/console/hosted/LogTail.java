package io.triskel.console.hosted;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the lines that functions add to their logs, each once. A line that is still being written is left for the next time. */
final class LogTail {
    private final Map<Path, Long> read = new HashMap<>();

    /** {@return the new lines of all files in these folders} */
    List<String> lines(List<Path> folders) {
        List<String> lines = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
                for (Path file : files.toList()) {
                    add(file, lines);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("Cannot read the logs in " + folder, failed);
            }
        }
        return lines;
    }

    private void add(Path file, List<String> lines) throws IOException {
        long from = read.getOrDefault(file, 0L);
        long size = Files.size(file);
        if (size <= from) {
            return;
        }
        byte[] added = new byte[Math.toIntExact(size - from)];
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(from);
            log.readFully(added);
        }
        int end = added.length;
        while (end > 0 && added[end - 1] != '\n') {
            end--;
        }
        read.put(file, from + end);
        new String(added, 0, end, StandardCharsets.UTF_8).lines().forEach(lines::add);
    }
}
