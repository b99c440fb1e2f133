package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorCommandTest {
    private final StringWriter out = new StringWriter();
    private final FakeMachine machine = new FakeMachine();

    private int examine(String... arguments) {
        return new CommandLine(new DoctorCommand(machine))
                .setOut(new PrintWriter(out))
                .execute(arguments);
    }

    @Nested
    class When_everything_is_there {
        @Test
        void it_says_so_and_ends_with_0() {
            assertThat(examine()).isZero();

            assertThat(out.toString())
                    .contains("Nothing is missing", "17.0.21", "2.47.3")
                    .doesNotContain("to get it");
        }

        @Test
        void json_is_one_object_with_a_finding_for_each_thing() throws IOException {
            assertThat(examine("--json")).isZero();

            JsonNode answer = new ObjectMapper().readTree(out.toString());
            assertThat(answer.get("ok").asBoolean()).isTrue();
            assertThat(answer.get("findings"))
                    .extracting(finding -> finding.get("name").asText())
                    .containsExactly(
                            "Java", "Java compiler", "Maven wrapper", "Maven Central", "Git", "Node.js", "npm");
            assertThat(answer.get("findings").get(2).get("version").asText()).isEqualTo("3.9.16");
        }
    }

    @Nested
    class When_something_is_missing_that_only_some_commands_need {
        @Test
        void it_is_named_and_the_end_is_still_0() {
            machine.commands.clear();

            assertThat(examine()).isZero();

            assertThat(out.toString())
                    .contains("absent   Git", "contributing", "apt-get install git")
                    .containsPattern("absent   Node.js[^\n]*\n +needed for: demo --target aws or azure, up")
                    .containsPattern("absent   npm[^\n]*\n +needed for: demo --target aws or azure, up");
        }
    }

    @Nested
    class When_something_is_missing_that_a_command_needs {
        @Test
        void a_runtime_without_a_compiler_ends_with_1_and_says_what_to_install() {
            machine.files.remove("/jdk/bin/javac");

            assertThat(examine()).isEqualTo(1);

            assertThat(out.toString()).contains("MISSING  Java compiler", "needed for: building", "install a JDK");
        }

        @Test
        void an_old_java_ends_with_1() {
            machine.javaVersion = "11.0.2";

            assertThat(examine()).isEqualTo(1);

            assertThat(out.toString()).contains("MISSING  Java ");
        }

        @Test
        void json_says_the_same() throws IOException {
            machine.files.remove("/home/triskel/mvnw");

            assertThat(examine("--json")).isEqualTo(1);

            JsonNode answer = new ObjectMapper().readTree(out.toString());
            assertThat(answer.get("ok").asBoolean()).isFalse();
            assertThat(answer.get("findings").get(2).get("found").asBoolean()).isFalse();
            assertThat(answer.get("findings").get(2).has("version")).isFalse();
        }
    }

    @Nested
    class When_the_repository_is_out_of_reach {
        @Test
        void what_was_fetched_before_will_do() {
            machine.reachable = false;

            assertThat(examine()).isZero();

            assertThat(out.toString()).contains("ok       Maven Central  cached");
        }

        @Test
        void with_nothing_fetched_nothing_can_be_built() {
            machine.reachable = false;
            machine.files.remove("/home/me/.m2/repository/info/picocli");

            assertThat(examine()).isEqualTo(1);
        }
    }

    /** A machine whose answers a test decides. */
    private static final class FakeMachine extends Machine {
        private String javaVersion = "17.0.21";
        private boolean reachable = true;
        private final Set<String> commands = new HashSet<>(Set.of("git", "node", "npm"));
        private final Set<String> files =
                new HashSet<>(Set.of("/jdk/bin/javac", "/home/triskel/mvnw", "/home/me/.m2/repository/info/picocli"));

        FakeMachine() {
            super(new Installation(Path.of("/home/triskel")));
        }

        @Override
        String javaVersion() {
            return javaVersion;
        }

        @Override
        Path javaHome() {
            return Path.of("/jdk");
        }

        @Override
        Path mavenUserHome() {
            return Path.of("/home/me/.m2");
        }

        @Override
        Optional<String> firstLineOf(String... command) {
            return Optional.of(command[0] + " version v2.47.3").filter(line -> commands.contains(command[0]));
        }

        @Override
        Optional<String> lineOf(Path file, String start) {
            return Optional.of(start + "https://host/apache-maven-3.9.16-bin.zip");
        }

        @Override
        boolean answers(URI address) {
            return reachable;
        }

        @Override
        boolean exists(Path file) {
            return files.contains(file.toString());
        }
    }
}
