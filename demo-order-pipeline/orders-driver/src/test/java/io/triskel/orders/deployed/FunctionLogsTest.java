package io.triskel.orders.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionLogsTest {
    @Test
    void lines_of_all_functions_are_added_up_whatever_else_is_in_the_logs(@TempDir Path one, @TempDir Path other)
            throws IOException {
        Files.writeString(one.resolve("1.log"), """
                        started
                        {"consumer":"payment","events":{"duplicate":2,"handled":98},"troubles":[]}
                        12:00:01 INFO {"consumer":"payment","events":{"handled":1},"troubles":["{"]}
                        """);
        Files.writeString(other.resolve("1.log"), "{\"consumer\":\"inventory\",\"events\":{\"duplicate\":1}}\n");

        assertThat(FunctionLogs.in(List.of(one, other)))
                .isEqualTo(new FunctionLogs.Written(3, 74 + 62 + 49, Map.of("duplicate", 3L, "handled", 99L)));
    }

    @Test
    void a_function_that_never_ran_has_no_logs(@TempDir Path folder) {
        assertThat(FunctionLogs.in(List.of(folder.resolve("none"))).lines()).isZero();
    }
}
