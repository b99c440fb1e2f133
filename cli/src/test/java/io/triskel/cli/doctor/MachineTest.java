package io.triskel.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private final Machine machine = new Machine(Path.of("/somewhere"));

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
    void a_server_is_asked_through_the_proxy() throws IOException {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        proxy.start();
        try {
            HostPort where = new HostPort("127.0.0.1", proxy.getAddress().getPort());

            assertThat(machine.answers(URI.create("http://host.invalid/"), Optional.of(where)))
                    .isTrue();
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void a_folder_says_how_much_may_be_written(@TempDir Path folder) {
        assertThat(machine.usableBytes(folder).orElseThrow()).isPositive();
        assertThat(machine.usableBytes(folder.resolve("no-such"))).isEmpty();
    }

    @Test
    void a_port_where_nobody_listens_does_not_answer() throws IOException {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThat(machine.answers(URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/"), Optional.empty()))
                    .isFalse();
        }
    }

    @Test
    void a_folder_that_can_be_made_is_writable_and_one_in_place_of_a_file_is_not(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("target"), "a file");

        assertThat(machine.unwritable(folder.resolve("not/there/yet"))).isEmpty();
        assertThat(machine.unwritable(file.resolve("quick"))).contains(file + " is a file, and a folder is needed");
    }

    @Test
    void builds_write_to_a_folder_of_each_module_and_runs_to_two(@TempDir Path home) throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve("loadtest/target-aws")).resolve("pom.xml"), "");
        Files.writeString(home.resolve("pom.xml"), "");

        assertThat(new Machine(home).outputFolders())
                .containsExactlyInAnyOrder(
                        home.resolve("target/demo"),
                        home.resolve("target/load"),
                        home.resolve("target/quick"),
                        home.resolve("loadtest/target-aws/target/quick"));
    }
}
