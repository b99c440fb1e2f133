package io.triskel.console.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    private final LogTail tail = new LogTail();

    @TempDir
    private Path folder;

    @Test
    void each_line_is_read_once_and_only_when_it_is_whole() throws IOException {
        Path log = Files.writeString(folder.resolve("1.log"), "one\ntw");
        List<String> first = tail.lines(List.of(folder));
        Files.writeString(log, "o é\nthree\n", StandardOpenOption.APPEND);

        assertThat(first).containsExactly("one");
        assertThat(tail.lines(List.of(folder))).containsExactly("two é", "three");
        assertThat(tail.lines(List.of(folder))).isEmpty();
    }

    @Test
    void files_and_folders_may_come_later() throws IOException {
        assertThat(tail.lines(List.of(folder.resolve("none")))).isEmpty();

        Files.writeString(folder.resolve("2.log"), "late\n");

        assertThat(tail.lines(List.of(folder.resolve("none"), folder))).containsExactly("late");
    }
}
