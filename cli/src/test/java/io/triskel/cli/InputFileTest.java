package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {
    @TempDir
    private Path folder;

    private List<InputFile.Line> read(String content) throws IOException {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    private List<InputFile.Line> read(byte[] content) throws IOException {
        Path file = folder.resolve("input");
        Files.write(file, content);
        return read(file, InputStream.nullInputStream());
    }

    private static List<InputFile.Line> read(Path file, InputStream standardInput) {
        List<InputFile.Line> lines = new ArrayList<>();
        try (InputFile input = InputFile.open(file, standardInput)) {
            for (Optional<InputFile.Line> line = input.next(); line.isPresent(); line = input.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }

    private static InputFile.Line line(long number, String text) {
        return new InputFile.Line(number, Optional.of(text), "");
    }

    @Test
    void lines_are_numbered_as_an_editor_does_and_blank_ones_are_passed_over() throws IOException {
        assertThat(read("a\n\n  \nb")).containsExactly(line(1, "a"), line(4, "b"));
    }

    @Test
    void the_last_line_needs_no_end_and_a_byte_order_mark_is_no_text() throws IOException {
        assertThat(read("\uFEFFa\nb\n")).containsExactly(line(1, "a"), line(2, "b"));
    }

    @Test
    void a_line_may_be_as_long_as_the_limit_and_not_longer() throws IOException {
        String longest = "x".repeat(InputFile.MAX_LINE);

        assertThat(read(longest + "\n" + longest + "y\nz"))
                .containsExactly(
                        line(1, longest),
                        new InputFile.Line(2, Optional.empty(), "a line has at most 65536 bytes; this one has 65537"),
                        line(3, "z"));
    }

    @Test
    void nothing_has_no_lines() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf_16_is_called_by_its_name(String charset) {
        byte[] content = "{\"kind\":\"order\"}\n".getBytes(Charset.forName(charset));

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> read(content))
                .withMessageContaining("input is UTF-16, not UTF-8")
                .withMessageContaining("iconv");
    }

    @Test
    void a_hyphen_is_standard_input() {
        InputStream typed = new ByteArrayInputStream("a\nb".getBytes(StandardCharsets.UTF_8));

        assertThat(read(Path.of("-"), typed)).containsExactly(line(1, "a"), line(2, "b"));
    }
}
