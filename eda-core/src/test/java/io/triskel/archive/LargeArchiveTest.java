package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are larger than the heap, read by a JVM of 48 MiB. Counts, and no times. */
class LargeArchiveTest {
    private static final boolean THOROUGH = Boolean.getBoolean("triskel.thorough");

    @TempDir
    private Path folder;

    @Test
    void one_stream_larger_than_the_heap_is_read_in_order_and_each_object_once() throws Exception {
        int events = THOROUGH ? 240_000 : 60_000;

        assertThat(read(events, 1, 60, false)).isEqualTo(events + " events of 1 streams, 60 opened, 1 listed");
    }

    @Test
    void one_compressed_object_larger_than_the_heap_is_read_piece_by_piece() throws Exception {
        assertThat(read(60_000, 500, 1, true)).isEqualTo("60000 events of 500 streams, 1 opened, 1 listed");
    }

    @Test
    void a_process_that_is_killed_leaves_no_temporary_files() throws Exception {
        assertThat(run(60_000, 500, 60, false, "halt")).isEqualTo("halted with temporary files");
        assertThat(folder).isEmptyDirectory();
    }

    private String read(int events, int streams, int objects, boolean compressed) throws Exception {
        return run(events, streams, objects, compressed, "read");
    }

    private String run(int events, int streams, int objects, boolean compressed, String what) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName()));
        command.addAll(
                List.of("" + events, "" + streams, "" + objects, "500", "" + compressed, folder.toString(), what));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            return said(process);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
