package io.triskel.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final String WRAPPED_MAVEN = "/home/me/.m2/wrapper/dists/apache-maven-3.9.16";
    private static final String LIBRARY = "/home/me/.m2/repository/info/picocli";

    private final StringWriter out = new StringWriter();
    private final FakeMachine machine = new FakeMachine();

    private boolean examine() {
        return new Doctor(machine).examine(false, new PrintWriter(out));
    }

    private JsonNode examineAsJson() throws IOException {
        new Doctor(machine).examine(true, new PrintWriter(out));
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void in_an_archive_it_examines_nothing_that_only_a_build_needs() throws IOException {
        machine.files.add("/home/triskel/modules/cli");
        machine.files.remove("/jdk/bin/javac");

        JsonNode answer = examineAsJson();

        assertThat(answer.get("triskel").asText()).isEqualTo("0.1.0");
        assertThat(answer.get("ok").asBoolean()).isTrue();
        assertThat(answer.get("findings"))
                .extracting(finding -> finding.get("name").asText())
                .containsExactly("Java", "Temp folder", "Temp space", "Node.js", "npm", "Locale");
    }

    @Nested
    class When_everything_is_there {
        @Test
        void it_says_so() {
            assertThat(examine()).isTrue();

            assertThat(out.toString())
                    .contains("Triskel 0.1.0 in /home/triskel", "Nothing is missing", "17.0.21", "2.47.3", "9.0 GB")
                    .doesNotContain("to get it");
        }

        @Test
        void json_is_one_object_with_a_finding_for_each_thing() throws IOException {
            JsonNode answer = examineAsJson();

            assertThat(answer.get("ok").asBoolean()).isTrue();
            assertThat(answer.get("triskel").asText()).isEqualTo("0.1.0");
            assertThat(answer.get("findings"))
                    .extracting(finding -> finding.get("name").asText())
                    .containsExactly(
                            "Java",
                            "Java compiler",
                            "Maven wrapper",
                            "Maven Central",
                            "Proxy",
                            "Maven cache",
                            "Checkout",
                            "Maven folder",
                            "Temp folder",
                            "Disk space",
                            "Temp space",
                            "Git",
                            "Node.js",
                            "npm",
                            "Locale");
            assertThat(answer.get("findings").get(2).get("version").asText()).isEqualTo("3.9.16");
        }

        @Test
        void json_takes_a_folder_of_any_name() throws IOException {
            machine.temporaryFolder = "/tmp/a \"quoted\" \\ \t name, ö";

            assertThat(examineAsJson().get("findings").get(10).get("detail").asText())
                    .isEqualTo("free in /tmp/a \"quoted\" \\ \t name, ö");
        }
    }

    @Test
    void a_locale_that_the_launcher_had_to_change_is_named_for_other_programs() {
        machine.environment.put("TRISKEL_LOCALE", "C.utf8");

        assertThat(examine()).isTrue();

        assertThat(out.toString())
                .contains("absent   Locale", "./triskel uses C.utf8", "./mvnw", "export LC_ALL=C.utf8");
    }

    @Nested
    class When_something_is_missing_that_only_some_commands_need {
        @Test
        void it_is_named_and_all_is_well() {
            machine.commands.clear();

            assertThat(examine()).isTrue();

            assertThat(out.toString())
                    .contains("absent   Git", "contributing", "apt-get install git")
                    .containsPattern(
                            "absent   Node.js[^\n]*\n +needed for: demo, up and load with a local cloud that needs it")
                    .containsPattern(
                            "absent   npm[^\n]*\n +needed for: demo, up and load with a local cloud that needs it");
        }

        @Test
        void a_temporary_folder_without_room_is_such_a_thing() {
            machine.freeInTemporaryFolder = 499_999_999;

            assertThat(examine()).isTrue();

            assertThat(out.toString()).containsPattern("absent   Temp space[^\n]*only 0.5 GB free in /tmp\n");
        }
    }

    @Nested
    class When_something_is_missing_that_a_command_needs {
        @Test
        void a_runtime_without_a_compiler_says_what_to_install() {
            machine.files.remove("/jdk/bin/javac");

            assertThat(examine()).isFalse();

            assertThat(out.toString()).contains("MISSING  Java compiler", "needed for: building", "install a JDK");
        }

        @Test
        void an_old_java_is_such_a_thing() {
            machine.javaVersion = "11.0.2";

            assertThat(examine()).isFalse();

            assertThat(out.toString()).contains("MISSING  Java ");
        }

        @Test
        void a_full_disk_is_such_a_thing() {
            machine.freeAtHome = 1_000_000;

            assertThat(examine()).isFalse();

            assertThat(out.toString())
                    .contains("MISSING  Disk space", "only 0.0 GB free in /home/triskel", "make room");
        }

        @Test
        void a_checkout_of_another_user_is_such_a_thing() {
            machine.unwritable.add("/home/triskel/cli/target/quick");

            assertThat(examine()).isFalse();

            assertThat(out.toString())
                    .contains("MISSING  Checkout ", "you cannot write to /home/triskel/cli/target/quick")
                    .containsPattern("Checkout[^\n]*\n +needed for: building.*, demo and load without --out\n")
                    .contains("use a checkout of your own", "sudo chown -R \"$(id -un)\" /home/triskel");
        }

        @Test
        void a_user_without_a_folder_for_maven_is_such_a_thing() {
            machine.unwritable.add("/home/me/.m2");

            assertThat(examine()).isFalse();

            assertThat(out.toString())
                    .contains("MISSING  Maven folder", "you cannot write to /home/me/.m2", "MAVEN_USER_HOME=DIR");
        }

        @Test
        void a_temporary_folder_that_cannot_be_written_is_such_a_thing() {
            machine.unwritable.add("/tmp");

            assertThat(examine()).isFalse();

            assertThat(out.toString()).contains("MISSING  Temp folder", "you cannot write to /tmp", "chmod 1777 /tmp");
        }

        @Test
        void json_says_the_same() throws IOException {
            machine.files.remove("/home/triskel/mvnw");

            JsonNode answer = examineAsJson();

            assertThat(answer.get("ok").asBoolean()).isFalse();
            assertThat(answer.get("findings").get(2).get("found").asBoolean()).isFalse();
            assertThat(answer.get("findings").get(2).has("version")).isFalse();
        }
    }

    @Nested
    class When_the_repository_is_out_of_reach {
        @Test
        void what_was_fetched_before_will_do() {
            machine.reachableThrough = "nothing";

            assertThat(examine()).isTrue();

            assertThat(out.toString()).contains("absent   Maven Central", "ok       Maven cache    filled");
        }

        @Test
        void without_the_libraries_nothing_can_be_built() {
            machine.reachableThrough = "nothing";
            machine.files.remove(LIBRARY);

            assertThat(examine()).isFalse();

            assertThat(out.toString()).contains("MISSING  Maven Central", "absent   Maven cache");
        }

        @Test
        void without_maven_itself_nothing_can_be_built() {
            machine.reachableThrough = "nothing";
            machine.files.remove(WRAPPED_MAVEN);

            assertThat(examine()).isFalse();
        }
    }

    @Nested
    class When_there_is_a_proxy {
        @Test
        void one_that_only_the_environment_names_is_told_to_maven_without_its_password() {
            machine.reachableThrough = "proxy.corp:3128";
            machine.files.remove(LIBRARY);
            machine.environment.put("https_proxy", "http://me:secret@proxy.corp:3128/");

            assertThat(examine()).isFalse();

            assertThat(out.toString())
                    .contains(
                            "MISSING  Proxy",
                            "https_proxy is proxy.corp:3128, which Maven does not read",
                            "-Dhttps.proxyHost=proxy.corp -Dhttps.proxyPort=3128",
                            "/home/me/.m2/settings.xml")
                    .doesNotContain("secret");
        }

        @Test
        void the_repository_is_asked_through_the_one_that_maven_knows() {
            machine.reachableThrough = "proxy.corp:3128";
            machine.settings = new MavenSettings(
                    Optional.of(new HostPort("proxy.corp", 3128)), Optional.empty(), Optional.empty());

            assertThat(examine()).isTrue();

            assertThat(out.toString())
                    .contains("ok       Maven Central  reachable", "through proxy.corp:3128", "ok       Proxy");
        }

        @Test
        void one_in_the_environment_that_is_not_needed_does_no_harm() {
            machine.environment.put("HTTP_PROXY", "proxy.corp:3128");

            assertThat(examine()).isTrue();

            assertThat(out.toString()).contains("ok       Proxy          unused     HTTP_PROXY is proxy.corp:3128");
        }
    }

    /** A machine whose answers a test decides. */
    private static final class FakeMachine extends Machine {
        private String javaVersion = "17.0.21";
        private String reachableThrough = "";
        private String temporaryFolder = "/tmp";
        private long freeInTemporaryFolder = 9_000_000_000L;
        private long freeAtHome = 9_000_000_000L;
        private MavenSettings settings = new MavenSettings(Optional.empty(), Optional.empty(), Optional.empty());
        private final Map<String, String> environment = new HashMap<>();
        private final Set<String> commands = new HashSet<>(Set.of("git", "node", "npm"));
        private final Set<String> unwritable = new HashSet<>();
        private final Set<String> files =
                new HashSet<>(Set.of("/jdk/bin/javac", "/home/triskel/mvnw", WRAPPED_MAVEN, LIBRARY));

        FakeMachine() {
            super(Path.of("/home/triskel"));
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
        Path userHome() {
            return Path.of("/home/me");
        }

        @Override
        Path temporaryFolder() {
            return Path.of(temporaryFolder);
        }

        @Override
        Optional<String> environment(String name) {
            return Optional.ofNullable(environment.get(name));
        }

        @Override
        MavenSettings mavenSettings() {
            return settings;
        }

        @Override
        Optional<String> firstLineOf(String... command) {
            return Optional.of(command[0] + " version v2.47.3").filter(line -> commands.contains(command[0]));
        }

        @Override
        Optional<String> lineOf(Path file, String start) {
            return Optional.of(start
                    + (file.endsWith("pom.xml")
                            ? "0.1.0</version>"
                            : file.endsWith("modules/cli") ? "0.1.0.jar" : "https://host/apache-maven-3.9.16-bin.zip"));
        }

        @Override
        boolean answers(URI address, Optional<HostPort> proxy) {
            return proxy.map(HostPort::toString).orElse("").equals(reachableThrough);
        }

        @Override
        boolean exists(Path file) {
            return files.contains(file.toString());
        }

        @Override
        Optional<String> unwritable(Path folder) {
            return Optional.of("you cannot write to " + folder)
                    .filter(problem -> unwritable.contains(folder.toString()));
        }

        @Override
        List<Path> outputFolders() {
            return List.of(Path.of("/home/triskel/target/demo"), Path.of("/home/triskel/cli/target/quick"));
        }

        @Override
        OptionalLong usableBytes(Path folder) {
            return OptionalLong.of(folder.equals(home()) ? freeAtHome : freeInTemporaryFolder);
        }
    }
}
