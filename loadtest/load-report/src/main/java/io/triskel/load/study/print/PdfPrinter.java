package io.triskel.load.study.print;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prints pages by a browser without a window, without a network and with a profile that is deleted afterwards. */
public final class PdfPrinter {
    /** A busy machine of two cores needed 40 seconds for 30 pages. */
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private static final int LAST_LINES = 6;

    private final Path browser;
    private final Duration deadline;

    PdfPrinter(Path browser, Duration deadline) {
        this.browser = browser;
        this.deadline = deadline;
    }

    /**
     * {@return a printer with the browser of this machine}
     *
     * @throws IOException that says what to install, if there is none
     */
    public static PdfPrinter find(Map<String, String> environment) throws IOException {
        return new PdfPrinter(InstalledBrowser.find(environment), DEADLINE);
    }

    /**
     * {@return the page as PDF}
     *
     * @throws IOException with the browser's last lines, if it fails or takes too long
     */
    public byte[] print(String html) throws IOException {
        Path work = Files.createTempDirectory("triskel-print-");
        try {
            Path page = Files.writeString(work.resolve("page.html"), html);
            Path pdf = work.resolve("page.pdf");
            Path log = work.resolve("browser.log");
            int exit = run(command(work, page, pdf), log);
            if (exit != 0 || !Files.exists(pdf)) {
                throw failed("ended with " + exit + " and " + (Files.exists(pdf) ? "a" : "no") + " PDF", log);
            }
            return Files.readAllBytes(pdf);
        } finally {
            remove(work);
        }
    }

    private List<String> command(Path work, Path page, Path pdf) {
        List<String> command = new ArrayList<>(List.of(
                browser.toString(),
                "--headless",
                "--disable-gpu",
                // Containers often give /dev/shm 64 MB, which is too little for Chromium.
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + work.resolve("profile"),
                "--no-pdf-header-footer",
                "--export-tagged-pdf",
                "--generate-pdf-document-outline",
                "--print-to-pdf=" + pdf));
        if ("root".equals(System.getProperty("user.name"))) {
            // Chromium's sandbox refuses to start as root, which is the user of most containers. The page is ours
            // alone.
            command.add("--no-sandbox");
        }
        command.add(page.toUri().toString());
        return command;
    }

    private int run(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("did not end within " + deadline.toSeconds() + " seconds", log);
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + browser + " was printing.", interrupted);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private IOException failed(String how, Path log) throws IOException {
        // Without a desktop Chromium complains about D-Bus whenever it starts.
        List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isBlank() && !line.contains("dbus"))
                .toList();
        String said = lines.isEmpty()
                ? " It wrote nothing."
                : " Its last lines:\n  "
                        + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        return new IOException("Cannot write the PDF: " + browser + " " + how
                + ". Name another browser by " + InstalledBrowser.VARIABLE
                + ", or write the page with --html and print it from any browser." + said);
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException stillWritten) {
            // A browser that was ended may write for a moment; what stays is in the folder for temporary files.
        }
    }
}
