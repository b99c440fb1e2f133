package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell script, in a folder that has the sources that it needs to build {@code cli}, with a Maven that only looks as if, and
 * a Java that runs those sources and otherwise says what it was asked.
 */
@Timeout(300)
class LauncherTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** What a build of cli leaves behind. */
    private static final String BUILDS = "mkdir -p cli/target/quick/classes; : >cli/target/quick/runtime.classpath";

    @TempDir
    private Path folder;

    private Path home;
    private Path jdk;

    @BeforeEach
    void lay_out_a_tree_that_is_not_built() throws IOException {
        home = Files.createDirectories(folder.resolve("the house"));
        jdk = folder.resolve("jdk");
        Files.copy(project().resolve("triskel"), home.resolve("triskel"));
        executable(home.resolve("triskel"));
        for (String part : List.of("build", "doctor")) {
            copySources(part);
        }
        Files.writeString(home.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
        maven(BUILDS);
        java("17.0.21");
        // Compiling takes a second or two each time: what is compiled already is put where the compiler would put it.
        script(
                jdk.resolve("bin/javac"),
                "until [ \"$1\" = -d ]; do shift; done; cp -R '" + classes().resolve("io") + "' \"$2\"");
    }

    @Nested
    class When_cli_is_not_built {
        @Test
        void the_first_start_builds_it_alone_and_the_second_nothing() throws Exception {
            Run first = start("demo");
            Run second = start("demo");

            assertThat(first.exitCode).isZero();
            assertThat(first.err).startsWith("triskel: building cli ... done in");
            assertThat(second.err).isEmpty();
            assertThat(second.out).contains("io.triskel.cli.Main demo", "home=" + home.toRealPath());
            assertThat(asked()).singleElement().asString().endsWith("-pl cli -am process-classes");
        }

        @Test
        void a_source_newer_than_the_build_is_built_again() throws Exception {
            start();
            Files.writeString(home.resolve("cli/src/main/java/New.java"), "class New {}");

            assertThat(start().err).contains("building");
        }

        @Test
        void a_source_that_went_away_is_built_again() throws Exception {
            Path old = Files.writeString(home.resolve("cli/src/main/java/Old.java"), "class Old {}");
            start();
            Files.delete(old);

            assertThat(start().err).contains("building");
        }

        @Test
        void a_library_that_went_away_is_fetched_again() throws Exception {
            start();
            Files.writeString(home.resolve("cli/target/quick/runtime.classpath"), "/no/such.jar");

            assertThat(start().err).contains("building");
        }

        @Test
        void a_build_that_fails_shows_the_end_of_its_log_and_ends_with_1() throws Exception {
            maven("echo '[ERROR] something is wrong'; exit 1");

            Run run = start("demo");

            assertThat(run.exitCode).isEqualTo(1);
            assertThat(run.err).contains("failed", "[ERROR] something is wrong", "build.log", "doctor'");
            assertThat(run.out).isEmpty();
        }

        @Test
        void a_build_that_fails_since_maven_cannot_keep_its_files_says_so() throws Exception {
            maven("echo 'mkdir: cannot create directory'; exit 1");
            Path file = Files.writeString(folder.resolve("m2"), "a file");

            Run run = start(Map.of("MAVEN_USER_HOME", file.toString()), "demo");

            assertThat(run.err)
                    .contains("Maven cannot keep its files: " + file
                            + " is a file, and a folder is needed; name folders");
        }

        @Test
        void without_a_compiler_it_says_what_to_install() throws Exception {
            Files.delete(jdk.resolve("bin/javac"));

            Run run = start(Map.of("PATH", tools()), "demo");

            assertThat(run.exitCode).isEqualTo(1);
            assertThat(run.err).contains("comes without a compiler. Install a JDK");
        }

        @Test
        void two_starts_at_once_wait_for_each_other_and_build_once() throws Exception {
            maven("until [ -e go ]; do sleep 0.1; done; " + BUILDS);
            Started first = begin(Map.of(), "demo");
            until(() -> !asked().isEmpty());

            Started second = begin(Map.of(), "up");
            until(() -> second.err().contains("waiting for another build to finish"));
            Files.writeString(home.resolve("go"), "");

            assertThat(first.end().out).contains("io.triskel.cli.Main demo");
            assertThat(second.end().out).contains("io.triskel.cli.Main up");
            assertThat(asked()).hasSize(1);
        }

        @Test
        void nothing_of_the_build_stays_in_the_temporary_folder() throws Exception {
            Path temporary = Files.createDirectories(folder.resolve("tmp"));

            start(Map.of("TMPDIR", temporary.toString()), "demo");

            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Nested
    class The_doctor {
        @Test
        void comes_without_a_build_and_compiles_with_nothing_but_the_jdk() throws Exception {
            script(jdk.resolve("bin/javac"), "exec '" + realJava("javac") + "' \"$@\"");

            Run run = start(Map.of("HOME", folder.toString()), "doctor");

            assertThat(asked()).isEmpty();
            assertThat(run.out)
                    .contains(
                            "Triskel 1.2.3 in " + home.toRealPath(),
                            "Java compiler",
                            "Maven Central",
                            "Proxy",
                            "Disk space");
        }

        @Test
        void speaks_json_without_a_build() throws Exception {
            assertThat(start("doctor", "--json").out).startsWith("{\"triskel\":\"1.2.3\"");
        }

        @Test
        void ends_with_1_if_it_finds_something() throws Exception {
            Files.delete(home.resolve("mvnw"));

            Run run = start("doctor");

            assertThat(run.out).contains("MISSING  Maven wrapper");
            assertThat(run.exitCode).isEqualTo(1);
        }

        @Test
        void is_cli_where_that_is_built() throws Exception {
            start();

            assertThat(start("doctor").out).contains("io.triskel.cli.Main doctor");
        }
    }

    @Test
    void an_archive_starts_from_its_jars_and_builds_nothing() throws Exception {
        Files.createDirectories(home.resolve("modules"));
        Files.writeString(home.resolve("modules/cli"), "cli-1.2.3.jar\npicocli-4.7.7.jar\n");

        Run run = start("demo");

        Path lib = home.toRealPath().resolve("lib");
        assertThat(run.out)
                .contains("-cp " + lib + "/cli-1.2.3.jar:" + lib + "/picocli-4.7.7.jar io.triskel.cli.Main demo");
        assertThat(run.err).isEmpty();
        assertThat(asked()).isEmpty();
    }

    @Test
    void cli_is_told_how_the_command_is_to_be_typed() throws Exception {
        maven(BUILDS);

        assertThat(start().out).contains("name=" + home.resolve("triskel"));
        assertThat(run(List.of("./triskel"), home, Map.of()).out).contains("name=./triskel\n");
        assertThat(run(List.of("sh", "triskel"), home, Map.of()).out).contains("name=./triskel\n");
    }

    @Test
    void arguments_arrive_as_they_were_written() throws Exception {
        assertThat(start("demo", "--out", "two words", "", "*").out).contains("[--out][two words][][*]");
    }

    @Test
    void it_finds_its_folder_through_symbolic_links() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path relative = Files.createSymbolicLink(bin.resolve("one"), Path.of("../the house/triskel"));
        Path absolute = Files.createSymbolicLink(folder.resolve("two"), relative.toAbsolutePath());

        assertThat(run(List.of(absolute.toString()), folder.getRoot(), Map.of()).out)
                .contains("home=" + home.toRealPath());
    }

    @Test
    void an_old_java_is_refused_with_what_to_do() throws Exception {
        java("11.0.2");

        Run run = start();

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("Java 17 or newer is needed", "is 11", "adoptium");
    }

    @Test
    void java_8_is_called_8_and_not_1() throws Exception {
        java("1.8.0_392");

        assertThat(start().err).contains("jdk/bin/java is 8. Install a newer JDK");
    }

    /** All in a shell, since the JVM of a test in an ASCII locale has no such paths either. */
    @Nested
    class In_an_ascii_locale {
        private Run runIn(String folderName, String path) throws Exception {
            String script = "accent=$(printf '" + folderName + "'); cp -R \"$1\" \"$accent\" && shift"
                    + " && status=0 && PATH=$1 LC_ALL=C \"$accent/triskel\" demo || status=$?"
                    + "; rm -rf \"$accent\"; exit $status";
            return run(List.of("sh", "-c", script, "sh", home.toString(), path), folder, Map.of("LC_ALL", "C"));
        }

        private Path locale(String charset, String known) throws IOException {
            Path tools = Path.of(tools());
            script(tools.resolve("mkdir"), "exec " + Path.of("/bin/mkdir") + " \"$@\"");
            script(tools.resolve("cp"), "exec " + Path.of("/bin/cp") + " \"$@\"");
            script(
                    tools.resolve("locale"),
                    "case $1 in charmap) echo '" + charset + "' ;; *) printf '" + known + "' ;; esac");
            return tools;
        }

        @Test
        void a_path_with_an_accent_is_read_in_a_utf8_locale_of_the_system() throws Exception {
            Run run = runIn(
                    "caf\\303\\251",
                    locale("ANSI_X3.4-1968", "C\\nC.utf8\\nPOSIX\\n").toString());

            assertThat(run.err).startsWith("triskel: building cli ... done in");
            assertThat(run.out).contains("io.triskel.cli.Main demo", "/caf\u00e9\n", "locale=C.utf8\n");
        }

        @Test
        void without_such_a_locale_the_cause_is_named_and_the_cure() throws Exception {
            Run run = runIn(
                    "caf\\303\\251", locale("ANSI_X3.4-1968", "C\\nPOSIX\\n").toString());

            assertThat(run.exitCode).isEqualTo(1);
            assertThat(run.err)
                    .contains("triskel: Java cannot read the path " + folder)
                    .contains(
                            "/caf\u00e9 in this locale (ANSI_X3.4-1968).",
                            "Install a UTF-8 locale",
                            "or use a path of ASCII characters");
        }

        @Test
        void a_path_without_an_accent_leaves_the_locale_alone() throws Exception {
            Run run = runIn(
                    "cafe", locale("ANSI_X3.4-1968", "C\\nC.utf8\\nPOSIX\\n").toString());

            assertThat(run.out).contains("locale=C\n");
        }

        @Test
        void another_character_set_is_left_alone() throws Exception {
            Run run = runIn(
                    "caf\\303\\251",
                    locale("ISO-8859-1", "C\\nC.utf8\\nPOSIX\\n").toString());

            assertThat(run.err).doesNotContain("Java cannot read the path");
        }
    }

    @Test
    void a_java_home_without_java_is_named() throws Exception {
        Files.delete(jdk.resolve("bin/java"));

        assertThat(start().err).contains("JAVA_HOME is " + jdk);
    }

    @Test
    void no_java_at_all_is_told_where_to_get_one() throws Exception {
        Run run = start(Map.of("JAVA_HOME", "", "PATH", tools()), "doctor");

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("found no Java. Install a JDK, 17 or newer");
    }

    private static Path project() {
        return Installation.of(Map.of(), Path.of("")).home();
    }

    private void copySources(String part) throws IOException {
        Path to = Files.createDirectories(
                home.resolve("cli/src/main/java/io/triskel/cli").resolve(part));
        try (Stream<Path> sources =
                Files.list(project().resolve("cli/src/main/java/io/triskel/cli").resolve(part))) {
            for (Path source : sources.toList()) {
                Files.copy(source, to.resolve(source.getFileName()));
            }
        }
    }

    /** {@return a search path with the commands that the script uses, and without Java} */
    private String tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("cat", "dirname", "find", "head", "mktemp", "readlink", "rm", "sed", "sh", "tr")) {
            Path found = Stream.of(Path.of("/usr/bin", tool), Path.of("/bin", tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            script(tools.resolve(tool), "exec " + found + " \"$@\"");
        }
        return tools.toString();
    }

    private static Path classes() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException noPath) {
            throw new IllegalStateException(noPath);
        }
    }

    private static String realJava(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** Says its version when asked, runs what needs no build, and says else what it was called with. */
    private void java(String version) throws IOException {
        script(
                jdk.resolve("bin/java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" 2026-10-20' >&2; exit; fi\n"
                        + "case $* in *io.triskel.cli.build.* | *io.triskel.cli.doctor.*) exec '" + realJava("java")
                        + "' \"$@\" ;; esac\n"
                        + "echo \"$@\"; shift 5; printf '[%s]' \"$@\"; printf '\\n'\n"
                        + "echo \"home=$TRISKEL_HOME\"; echo \"name=$TRISKEL_NAME\"; echo \"locale=${LC_ALL:-}\"");
    }

    /** A Maven that writes down what it was asked, and then does what the script says. */
    private void maven(String script) throws IOException {
        script(home.resolve("mvnw"), "echo \"$@\" >>asked-of-maven; " + script);
    }

    private List<String> asked() throws IOException {
        Path asked = home.resolve("asked-of-maven");
        return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Run start(String... arguments) throws Exception {
        return start(Map.of(), arguments);
    }

    private Run start(Map<String, String> environment, String... arguments) throws Exception {
        return begin(environment, arguments).end();
    }

    private Started begin(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of(home.resolve("triskel").toString()), Stream.of(arguments))
                .toList();
        return begin(command, folder, environment);
    }

    private Run run(List<String> command, Path workingDirectory, Map<String, String> environment) throws Exception {
        return begin(command, workingDirectory, environment).end();
    }

    private Started begin(List<String> command, Path workingDirectory, Map<String, String> environment)
            throws IOException {
        Path out = Files.createTempFile(folder, "said", ".out");
        Path err = Files.createTempFile(folder, "said", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        return new Started(builder.start(), out, err);
    }

    private record Started(Process process, Path outFile, Path errFile) {
        String err() throws IOException {
            return Files.readString(errFile, StandardCharsets.UTF_8);
        }

        Run end() throws Exception {
            int exitCode = process.waitFor();
            return new Run(exitCode, Files.readString(outFile, StandardCharsets.UTF_8), err());
        }
    }

    private record Run(int exitCode, String out, String err) {}
}
