package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    private Path home;

    @Nested
    class Of_an_archive {
        @BeforeEach
        void lay_out_one_module() throws IOException {
            Path modules = Files.createDirectories(home.resolve("modules/loadtest"));
            Files.writeString(modules.resolve("load-plan"), "load-plan-0.1.0.jar\njackson-core-2.21.8.jar\n");
        }

        @Test
        void a_module_has_the_listed_jars_in_order_and_nothing_is_built() {
            assertThat(new Installation(home).classPath("loadtest/load-plan"))
                    .containsExactly(
                            home.resolve("lib/load-plan-0.1.0.jar").toString(),
                            home.resolve("lib/jackson-core-2.21.8.jar").toString());
        }

        @Test
        void a_module_that_it_lacks_is_named() {
            assertThatThrownBy(() -> new Installation(home).classPath("benchmarks/aws-clients"))
                    .isInstanceOf(Failure.class)
                    .hasMessage(
                            "this archive does not have benchmarks/aws-clients: run the command in a clone of Triskel");
        }

        @Test
        void runs_write_below_the_working_directory() {
            assertThat(new Installation(home).output().resolve("target/demo")).isEqualTo(Path.of("target/demo"));
        }
    }

    @Test
    void runs_of_a_clone_write_below_it() {
        assertThat(new Installation(home).output()).isEqualTo(home);
    }
}
