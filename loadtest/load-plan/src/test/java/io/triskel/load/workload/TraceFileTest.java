package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
    @TempDir
    private Path folder;

    @Test
    void holds_milliseconds_with_decimals() {
        assertThat(read("0\n0.5\n1.000001\r\n1500")).containsExactly(0, 500_000, 1_000_001, 1_500_000_000L);
    }

    @Test
    void is_told_from_another_by_its_times_and_not_by_how_they_are_written() {
        String digest = TraceFile.digest(read("0\n0.5\n"));

        assertThat(TraceFile.digest(read("0.0\r\n0.500\r\n"))).isEqualTo(digest).hasSize(64);
        assertThat(TraceFile.digest(read("0\n0.6\n"))).isNotEqualTo(digest);
        assertThat(TraceFile.digest(read("0\n"))).isNotEqualTo(digest);
    }

    @Test
    void may_have_several_arrivals_at_once() {
        assertThat(read("5\n5\n5\n")).containsExactly(5_000_000, 5_000_000, 5_000_000);
    }

    @Test
    void is_refused_with_the_line_where_it_is_no_time() {
        assertRefused("0\nmilliseconds\n", ":2: 'milliseconds' is not a time");
        assertRefused("0\n\n1\n", ":2: '' is not a time");
        assertRefused("0\n-1\n", ":2: '-1' is not a time");
        assertRefused("0\n1e3\n", ":2: '1e3' is not a time");
        assertRefused("1,5\n", ":1: '1,5' is not a time");
        assertRefused("1.\n", ":1: '1.' is not a time");
        assertRefused(".5\n", ":1: '.5' is not a time");
        assertRefused("1.2.3\n", ":1: '1.2.3' is not a time");
        assertRefused("1.0000001\n", ":1: '1.0000001' is not a time");
        assertRefused("10000000000\n", ":1: '10000000000' is not a time");
        assertRefused("\u0661\n", ":1: '\u0661' is not a time");
        assertRefused("9".repeat(100), "...' is not a time");
    }

    @Test
    void is_refused_where_it_goes_back() {
        assertRefused("0\n10\n9.999\n", ":3: '9.999' is earlier than the line before");
    }

    @Test
    void is_refused_if_it_is_empty_or_missing_or_no_text() throws IOException {
        assertRefused("", ": the trace is empty");
        assertThatThrownBy(() -> TraceFile.read(folder.resolve("none")))
                .hasMessageContaining("this trace does not exist");
        Path file = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> TraceFile.read(file)).hasMessageContaining("the trace is not text");
    }

    @Test
    @Tag("slow")
    void is_refused_with_one_line_more_than_ten_million() throws IOException {
        byte[] lines = new byte[2 * (TraceFile.MOST_LINES + 1)];
        for (int i = 0; i < lines.length; i += 2) {
            lines[i] = '7';
            lines[i + 1] = '\n';
        }
        Path file = folder.resolve("long");

        Files.write(file, lines);
        assertThatThrownBy(() -> TraceFile.read(file))
                .hasMessageContaining(":10000001: the trace has more than 10,000,000 lines");

        Files.write(file, Arrays.copyOf(lines, lines.length - 2));
        assertThat(TraceFile.read(file)).hasSize(TraceFile.MOST_LINES);
    }

    private long[] read(String text) {
        try {
            return TraceFile.read(Files.write(folder.resolve("trace.csv"), text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InputException.class).hasMessageContaining(message);
    }
}
