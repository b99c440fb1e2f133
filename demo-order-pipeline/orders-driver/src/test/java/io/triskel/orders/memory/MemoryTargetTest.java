package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The target as the process that it is. */
class MemoryTargetTest {
    private static Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryTarget.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String answersTo(Process target, String requests) throws IOException {
        try (Writer to = target.outputWriter(StandardCharsets.UTF_8)) {
            to.write(requests);
        }
        return new String(target.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_run_ends_with_a_summary_and_code_0() throws Exception {
        Process target = start();

        String answers = answersTo(target, "{\"op\":\"start\"}\n{\"op\":\"end\"}\n");

        assertThat(answers).contains("\"event\":\"summary\"");
        assertThat(target.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(target.exitValue()).isZero();
    }

    @Test
    void a_driver_that_is_gone_ends_it_with_code_1() throws Exception {
        Process target = start();

        String answers = answersTo(target, "{\"op\":\"start\"}\n");

        assertThat(answers).contains("\"event\":\"failed\"");
        assertThat(target.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(target.exitValue()).isEqualTo(1);
    }
}
