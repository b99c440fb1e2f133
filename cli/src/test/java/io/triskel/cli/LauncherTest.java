package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell script, against a folder that looks built and a Java that only says what it was asked. */
class LauncherTest {
    @TempDir
    private Path folder;

    private Path home;
    private Path jdk;

    @BeforeEach
    void lay_out_a_built_tree_and_a_java() throws IOException {
        home = Files.createDirectories(folder.resolve("the house"));
        jdk = folder.resolve("jdk");
        Files.copy(launcher(), home.resolve("triskel"));
        executable(home.resolve("triskel"));
        script(
                home.resolve("mvnw"),
                "echo \"$@\" >>asked-of-maven; for m in cli demo-order-pipeline/order-memory"
                        + " demo-order-pipeline/order-aws-local demo-order-pipeline/order-aws"
                        + " demo-order-pipeline/order-azure-local demo-order-pipeline/order-azure"
                        + " demo-order-pipeline/order-gcp-local demo-order-pipeline/order-gcp; do mkdir -p"
                        + " $m/target/quick; : >$m/target/quick/runtime.classpath; done;"
                        + " : >demo-order-pipeline/order-aws/target/quick/order-aws.zip;"
                        + " : >demo-order-pipeline/order-azure/target/quick/order-azure.zip;"
                        + " : >demo-order-pipeline/order-gcp/target/quick/order-gcp.zip");
        Files.createDirectories(home.resolve("cli/src/main"));
        java("17.0.21");
        script(jdk.resolve("bin/javac"), "exit 0");
    }

    @Test
    void the_first_start_builds_and_the_second_does_not() throws Exception {
        Run first = start(home.resolve("triskel"), folder, "doctor");
        Run second = start(home.resolve("triskel"), folder, "doctor");

        assertThat(first.exitCode).isZero();
        assertThat(first.err).startsWith("triskel: building what is missing or changed ... done in");
        assertThat(second.err).isEmpty();
        assertThat(second.out).contains("io.triskel.cli.Main doctor", "home=" + home.toRealPath());
    }

    @Test
    void a_source_newer_than_the_build_is_built_again() throws Exception {
        start(home.resolve("triskel"), folder);
        Files.writeString(home.resolve("cli/src/main/New.java"), "class New {}");

        assertThat(start(home.resolve("triskel"), folder).err).contains("building");
    }

    @Test
    void a_library_that_went_away_is_fetched_again() throws Exception {
        start(home.resolve("triskel"), folder);
        Files.writeString(home.resolve("cli/target/quick/runtime.classpath"), "/no/such.jar");

        assertThat(start(home.resolve("triskel"), folder).err).contains("building");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "gcp"})
    void what_only_a_local_cloud_needs_is_built_when_it_is_asked_for(String cloud) throws Exception {
        start(home.resolve("triskel"), folder, "demo");
        String first = asked();
        String second = start(home.resolve("triskel"), folder, "demo", "--chaos", "--target", cloud).err;
        String third = start(home.resolve("triskel"), folder, "demo", "--target=" + cloud).err;
        String fourth = start(home.resolve("triskel"), folder, "up", "--no-pipeline", cloud).err;

        assertThat(first).doesNotContain(cloud, "local-clouds");
        assertThat(second).contains("building");
        assertThat(asked()).contains("order-" + cloud + "-local", "-Dlocal-clouds", " package");
        assertThat(third + fourth).isEmpty();
    }

    @Test
    void a_source_of_a_local_cloud_concerns_only_those_who_ask_for_it() throws Exception {
        start(home.resolve("triskel"), folder, "up", "azure");
        start(home.resolve("triskel"), folder, "up", "aws");
        Files.createDirectories(home.resolve("local-clouds/local-aws/src/main"));
        Files.writeString(home.resolve("local-clouds/local-aws/src/main/New.java"), "class New {}");

        assertThat(start(home.resolve("triskel"), folder, "demo").err).isEmpty();
        assertThat(start(home.resolve("triskel"), folder, "up", "azure").err).isEmpty();
        assertThat(start(home.resolve("triskel"), folder, "up", "aws").err).contains("building");
    }

    @Test
    void a_deployment_package_that_went_away_is_built_again() throws Exception {
        start(home.resolve("triskel"), folder, "up", "aws");
        Files.delete(home.resolve("demo-order-pipeline/order-aws/target/quick/order-aws.zip"));

        assertThat(start(home.resolve("triskel"), folder, "up", "aws").err).contains("building");
    }

    @Test
    void it_finds_its_folder_through_symbolic_links() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path relative = Files.createSymbolicLink(bin.resolve("one"), Path.of("../the house/triskel"));
        Path absolute = Files.createSymbolicLink(folder.resolve("two"), relative.toAbsolutePath());

        assertThat(start(absolute, folder.getRoot()).out).contains("home=" + home.toRealPath());
    }

    @Test
    void a_build_that_fails_shows_the_end_of_its_log_and_ends_with_1() throws Exception {
        script(home.resolve("mvnw"), "echo '[ERROR] something is wrong'; exit 1");

        Run run = start(home.resolve("triskel"), folder);

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("failed", "[ERROR] something is wrong", "build.log");
        assertThat(run.out).isEmpty();
    }

    @Test
    void an_old_java_is_refused_with_what_to_do() throws Exception {
        java("11.0.2");

        Run run = start(home.resolve("triskel"), folder);

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("Java 17 or newer is needed", "is 11", "adoptium");
    }

    @Test
    void a_java_home_without_java_is_named() throws Exception {
        Files.delete(jdk.resolve("bin/java"));

        assertThat(start(home.resolve("triskel"), folder).err).contains("JAVA_HOME is " + jdk);
    }

    private String asked() throws IOException {
        return Files.readString(home.resolve("asked-of-maven"));
    }

    private static Path launcher() {
        return Installation.of(java.util.Map.of(), Path.of("")).home().resolve("triskel");
    }

    /** Says its version when asked, else what it was called with. */
    private void java(String version) throws IOException {
        script(
                jdk.resolve("bin/java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version
                        + "\" 2026-10-20' >&2; else echo \"$@\"; echo \"home=$TRISKEL_HOME\"; fi");
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run start(Path script, Path workingDirectory, String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(script.toString())
                .directory(workingDirectory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.command().addAll(java.util.List.of(arguments));
        builder.environment().put("JAVA_HOME", jdk.toString());
        int exitCode = builder.start().waitFor();
        return new Run(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private record Run(int exitCode, String out, String err) {}
}
