package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportCommandTest {
    private final StringWriter err = new StringWriter();
    private final List<String> started = new ArrayList<>();

    @TempDir
    private Path home;

    @BeforeEach
    void lay_out_the_module_as_if_it_were_built() throws IOException {
        Path built = home.resolve("demo-order-pipeline/orders-driver/target");
        Files.createDirectories(built.resolve("classes"));
        Files.writeString(built.resolve("runtime.classpath"), "/lib.jar\n");
    }

    private int export(String... arguments) {
        return new CommandLine(new ExportCommand(Clouds.installed(), new Installation(home), command -> {
                    started.addAll(command);
                    return 0;
                }))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void the_module_that_knows_the_process_prints_the_definition() {
        assertThat(export("--target", "azure")).isZero();

        assertThat(started.subList(started.size() - 2, started.size()))
                .containsExactly("io.triskel.orders.engines.ExportFulfilment", "durable-functions");
    }

    @Test
    void without_a_target_or_with_another_one_nothing_is_started() {
        assertThat(export()).isEqualTo(2);
        assertThat(export("--target", "moon")).isEqualTo(2);

        assertThat(started).isEmpty();
        assertThat(err.toString()).contains("choose what to export: --target CLOUD", "unknown target 'moon'");
    }
}
