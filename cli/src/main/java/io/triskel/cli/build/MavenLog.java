package io.triskel.cli.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Maven's output, to be shown when Maven failed. */
record MavenLog(List<String> lines) {
    private static final int SHOWN = 25;

    /**
     * Messages for a repository that cannot be reached: Maven's own (the third when offline), then its wrapper's about Maven
     * itself, with wget or curl and with Java.
     */
    private static final Pattern UNREACHABLE = Pattern.compile("Could not transfer|failed to transfer|in offline mode"
            + "|: Failed to fetch|UnknownHostException|ConnectException");

    static MavenLog read(Path file) throws IOException {
        // Not decoded as UTF-8: a byte of another charset would be an error.
        return new MavenLog(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    }

    /** {@return the last lines that are not blank} */
    List<String> end() {
        List<String> told = lines.stream().filter(line -> !line.isBlank()).toList();
        return told.subList(Math.max(0, told.size() - SHOWN), told.size());
    }

    /** {@return whether the build failed because something could not be downloaded} */
    boolean saysUnreachable() {
        return lines.stream().anyMatch(line -> UNREACHABLE.matcher(line).find());
    }
}
