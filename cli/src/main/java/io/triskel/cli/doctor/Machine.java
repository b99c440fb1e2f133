package io.triskel.cli.doctor;

import io.triskel.cli.build.WritableFolder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The doctor's questions to this machine; tests answer them in its place. */
class Machine {
    /** Of a server; without a network, nobody wants to wait longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Only a command that hangs reaches it: a busy machine may take seconds to start one. */
    private static final Duration COMMAND = Duration.ofMinutes(1);

    /** Names the jars of the command line, in an archive. */
    private static final String ARCHIVED = "modules/cli";

    private final Path home;

    Machine(Path home) {
        this.home = home;
    }

    /** {@return Triskel's folder} */
    Path home() {
        return home;
    }

    /** {@return whether Triskel's folder is an unpacked archive of a release, in which nothing is built} */
    boolean isArchive() {
        return exists(home.resolve(ARCHIVED));
    }

    /** {@return Triskel's version, from its sources or the name of its jar: there may be no build that could tell} */
    String version() {
        Optional<String> line = isArchive()
                ? lineOf(home.resolve(ARCHIVED), "cli-").map(jar -> jar.replaceAll("^cli-|\\.jar$", ""))
                : lineOf(home.resolve("pom.xml"), "  <version>").map(text -> text.replaceAll("<[^>]*>", ""));
        return line.map(String::strip).orElse("?");
    }

    String javaVersion() {
        return System.getProperty("java.version");
    }

    Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    Path userHome() {
        return Path.of(System.getProperty("user.home"));
    }

    Path temporaryFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** {@return the value of a variable of the environment, or empty if it is unset or blank} */
    Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    MavenSettings mavenSettings() {
        return MavenSettings.read(
                userHome().resolve(".m2/settings.xml"),
                environment("MAVEN_OPTS").orElse(""));
    }

    /** {@return the first line that the command prints, or empty if it cannot be run, fails or hangs} */
    Optional<String> firstLineOf(String... command) {
        List<String> whole = new ArrayList<>(isWindows() ? List.of("cmd", "/c") : List.of());
        whole.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .start();
            if (!process.waitFor(COMMAND.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
                return process.exitValue() == 0 ? Optional.ofNullable(printed.readLine()) : Optional.empty();
            }
        } catch (IOException cannotRun) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Whether the server of this address gives any answer; the request goes through a proxy, if there is one. */
    boolean answers(URI address, Optional<HostPort> proxy) {
        // Looking up a name knows no time-out of its own.
        return CompletableFuture.supplyAsync(() -> answersAtAll(address, proxy))
                .completeOnTimeout(false, 2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static boolean answersAtAll(URI address, Optional<HostPort> proxy) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    address.toURL().openConnection(proxy.map(HostPort::asProxy).orElse(Proxy.NO_PROXY));
            connection.setRequestMethod("HEAD");
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            try {
                return connection.getResponseCode() > 0;
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException unreachable) {
            return false;
        }
    }

    /** {@return the first line of a text file that starts so, or empty if it has none or cannot be read} */
    Optional<String> lineOf(Path file, String start) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    boolean exists(Path file) {
        return Files.exists(file);
    }

    /** {@return why this user cannot write to a folder, or empty if the folder can be written or created} */
    Optional<String> unwritable(Path folder) {
        return WritableFolder.problem(folder);
    }

    /** {@return the folders that builds and runs write to, below Triskel's} */
    List<Path> outputFolders() {
        List<Path> folders = new ArrayList<>(List.of(home.resolve("target/demo"), home.resolve("target/load")));
        try (Stream<Path> poms = Files.find(home, 3, (file, attributes) -> file.endsWith("pom.xml"))) {
            poms.map(pom -> pom.resolveSibling("target/quick")).sorted().forEach(folders::add);
        } catch (IOException | UncheckedIOException unreadable) {
            // A folder that cannot even be read is another user's, as are the first two.
        }
        return folders;
    }

    /** {@return how many bytes this user may still write below a folder, or empty if that is unknown} */
    OptionalLong usableBytes(Path folder) {
        try {
            return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException unknown) {
            return OptionalLong.empty();
        }
    }

    private static File nothing() {
        return new File(isWindows() ? "NUL" : "/dev/null");
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }
}
