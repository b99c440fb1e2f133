package io.triskel.orders.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLogTest {
    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();

    private RunLog open(Path into) {
        return new RunLog(Optional.of(into), warnings::add);
    }

    private void run(String event) {
        try (RunLog log = open(folder)) {
            log.event(() -> event.getBytes(StandardCharsets.UTF_8));
            log.finish(List.of(), Map.of("P-1", Map.of("units", 2L)));
        }
    }

    @Nested
    class In_a_folder_of_a_run {
        @Test
        void a_later_run_writes_over_it() throws IOException {
            run("a long first event");

            run("second");

            assertThat(folder.resolve("events.jsonl")).hasContent("second");
            assertThat(folder.resolve("revenue.jsonl")).hasContent("{\"product\":\"P-1\",\"units\":2}");
            assertThat(warnings).isEmpty();
        }

        @Test
        void a_run_under_way_keeps_others_away() {
            try (RunLog first = open(folder)) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> open(folder))
                        .withMessage("another run is writing to " + folder + "; use another folder");
                assertThat(first.problem()).isEmpty();
            }
        }
    }

    @Nested
    class In_a_folder_of_somebody_else {
        @ParameterizedTest
        @ValueSource(strings = {"events.jsonl", "orders.jsonl", "revenue.jsonl"})
        void no_file_is_written_over(String name) throws IOException {
            Path file = Files.writeString(folder.resolve(name), "mine");

            assertThatIllegalStateException()
                    .isThrownBy(() -> open(folder))
                    .withMessage(file + " already exists and was not written by triskel;"
                            + " use another folder, or move that file");

            assertThat(folder).isDirectoryContaining(file::equals);
            assertThat(file).hasContent("mine");
        }

        @Test
        void other_files_do_not_matter() throws IOException {
            Path file = Files.writeString(folder.resolve("notes.txt"), "mine");

            run("event");

            assertThat(folder.resolve("events.jsonl")).hasContent("event");
            assertThat(file).hasContent("mine");
        }

        @Test
        void a_file_is_no_folder() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "mine");

            assertThatIllegalStateException()
                    .isThrownBy(() -> open(file))
                    .withMessage("cannot write to " + file + ": this is a file, not a folder");
            assertThatIllegalStateException()
                    .isThrownBy(() -> open(file.resolve("below")))
                    .withMessageContaining("cannot write to " + file.resolve("below") + ": Not a directory");
        }
    }

    /** A device that is full stands for a disk; Linux has one. */
    @Nested
    @EnabledOnOs(OS.LINUX)
    class On_a_full_disk {
        private void fill(String name) throws IOException {
            run("event");
            Files.delete(folder.resolve(name));
            Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/full"));
        }

        @Test
        void it_is_told_when_it_happens_and_once() throws IOException {
            fill("events.jsonl");

            try (RunLog log = open(folder)) {
                byte[] large = new byte[1 << 17];
                log.event(() -> large);
                log.event(() -> large);

                assertThat(warnings)
                        .containsExactly(folder.resolve("events.jsonl")
                                + " cannot be written: No space left on device; the run continues without it");
            }
        }

        @Test
        void what_is_found_in_the_end_is_told_too_and_ends_nothing() throws IOException {
            fill("revenue.jsonl");
            try (RunLog log = open(folder)) {
                log.finish(List.of(), Map.of("P-1", Map.of("units", 2L)));

                assertThat(log.problem())
                        .contains(folder.resolve("revenue.jsonl") + " cannot be written: No space left on device");
            }
        }
    }
}
