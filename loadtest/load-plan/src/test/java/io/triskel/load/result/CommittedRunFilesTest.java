package io.triskel.load.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommittedRunFilesTest {
    private static final Path RESULTS = Path.of("../../docs/results");

    @TempDir
    Path folder;

    @Test
    void there_are_fourteen_of_them() throws IOException {
        assertThat(committed()).hasSize(14);
    }

    @ParameterizedTest
    @MethodSource("committed")
    void a_committed_result_is_written_as_it_was_read(Path file) throws IOException {
        Path written = folder.resolve("r0-w0.json");

        ResultFile.write(ResultFile.read(file), written);

        assertThat(Files.readString(written, StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    private static List<Path> committed() throws IOException {
        try (Stream<Path> files = Files.find(
                RESULTS, 3, (file, kind) -> file.getFileName().toString().matches("r\\d+-w\\d+\\.json"))) {
            return files.sorted().toList();
        }
    }
}
