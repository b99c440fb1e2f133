package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MachineTest {
    private final Machine machine = new Machine(new Installation(Path.of("/somewhere")));

    @Test
    void a_command_that_runs_answers_with_its_first_line() {
        String java = machine.javaHome().resolve("bin").resolve("java").toString();

        assertThat(machine.firstLineOf(java, "-version"))
                .hasValueSatisfying(line -> assertThat(line).contains("version"));
    }

    @Test
    void a_command_that_is_not_there_answers_nothing() {
        assertThat(machine.firstLineOf("no-such-command-anywhere")).isEmpty();
    }

    @Test
    void a_command_that_fails_answers_nothing() {
        String java = machine.javaHome().resolve("bin").resolve("java").toString();

        assertThat(machine.firstLineOf(java, "--no-such-option")).isEmpty();
    }

    @Test
    void a_port_where_nobody_listens_does_not_answer() throws IOException {
        int port;
        try (ServerSocket closedAtOnce = new ServerSocket(0)) {
            port = closedAtOnce.getLocalPort();
        }

        assertThat(machine.answers(URI.create("http://127.0.0.1:" + port + "/")))
                .isFalse();
    }
}
