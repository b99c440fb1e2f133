package io.triskel.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What this machine answers when the doctor asks; tests answer in its place. */
class Machine {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Installation installation;

    Machine(Installation installation) {
        this.installation = installation;
    }

    Installation installation() {
        return installation;
    }

    String javaVersion() {
        return System.getProperty("java.version");
    }

    Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** Where Maven's wrapper and its repository keep what they fetched. */
    Path mavenUserHome() {
        return Optional.ofNullable(System.getenv("MAVEN_USER_HOME"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".m2"));
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
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
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

    /** Whether the server of this address answers at all; any answer will do. */
    boolean answers(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setRequestMethod("HEAD");
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            try {
                return connection.getResponseCode() > 0;
            } finally {
                connection.disconnect();
            }
        } catch (IOException unreachable) {
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

    private static java.io.File nothing() {
        return new java.io.File(isWindows() ? "NUL" : "/dev/null");
    }

    private static boolean isWindows() {
        return java.io.File.separatorChar == '\\';
    }
}
