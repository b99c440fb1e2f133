package io.triskel.load.study.print;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where Chromium, Chrome or Edge is installed; all three print in the same way. */
final class InstalledBrowser {
    /** The variable that names another one; the report's screenshots and tests know it too. */
    static final String VARIABLE = "CHROMIUM";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge");

    private static final List<Path> PLACES = Stream.of(
                    "/usr/bin/chromium",
                    "/snap/bin/chromium",
                    "/opt/google/chrome/chrome",
                    "/opt/microsoft/msedge/msedge",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                    "/Applications/Chromium.app/Contents/MacOS/Chromium",
                    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge")
            .map(Path::of)
            .toList();

    private InstalledBrowser() {}

    static Path find(Map<String, String> environment) throws IOException {
        return find(environment, PLACES);
    }

    /**
     * {@return the browser that the environment names, otherwise one on the path, otherwise one of these places}
     *
     * @throws IOException that says what to install
     */
    static Path find(Map<String, String> environment, List<Path> places) throws IOException {
        Optional<Path> named = Optional.ofNullable(environment.get(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of);
        if (named.isPresent() && !isProgram(named.get())) {
            throw new IOException(VARIABLE + " names " + named.get()
                    + ", which is not a program. Name Chromium or Chrome, or unset it.");
        }
        return Stream.of(named.stream(), onPath(environment.getOrDefault("PATH", "")), places.stream())
                .flatMap(found -> found)
                .filter(InstalledBrowser::isProgram)
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "Cannot write the PDF: neither Chromium, Chrome nor Edge was found. Install one (Debian: apt-get install"
                                + " chromium; macOS: brew install --cask google-chrome), or name it by the variable "
                                + VARIABLE
                                + ". Or write the page with --html and print it from any browser."));
    }

    private static Stream<Path> onPath(String path) {
        List<Path> folders = Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
        return NAMES.stream().flatMap(name -> folders.stream().map(folder -> folder.resolve(name)));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
