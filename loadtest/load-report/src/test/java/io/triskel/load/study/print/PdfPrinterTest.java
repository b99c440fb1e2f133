package io.triskel.load.study.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfPrinterTest {
    @TempDir
    private Path folder;

    @Test
    void without_a_browser_the_message_says_what_to_install_and_what_needs_none() {
        assertThatThrownBy(() -> InstalledBrowser.find(Map.of("PATH", folder.toString()), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither Chromium, Chrome nor Edge was found")
                .hasMessageContaining("apt-get install chromium")
                .hasMessageContaining("the variable CHROMIUM")
                .hasMessageContaining("--html");
    }

    @Test
    void a_browser_that_is_named_wins_over_one_on_the_path() throws IOException {
        program("chromium", "");
        Path named = program("another", "");

        assertThat(InstalledBrowser.find(Map.of("PATH", folder.toString(), "CHROMIUM", named.toString())))
                .isEqualTo(named);
    }

    @Test
    void a_named_browser_that_does_not_exist_is_not_replaced_by_another_one() throws IOException {
        program("chromium", "");

        assertThatThrownBy(() -> InstalledBrowser.find(Map.of("PATH", folder.toString(), "CHROMIUM", "/none")))
                .hasMessage("CHROMIUM names /none, which is not a program. Name Chromium or Chrome, or unset it.");
    }

    @Test
    void a_browser_is_found_on_the_path_and_then_in_the_usual_places() throws IOException {
        Path elsewhere = program("Google Chrome", "");
        assertThat(InstalledBrowser.find(Map.of(), List.of(elsewhere))).isEqualTo(elsewhere);

        Path onPath = program("google-chrome", "");
        assertThat(InstalledBrowser.find(Map.of("PATH", folder.toString()), List.of(elsewhere)))
                .isEqualTo(onPath);
    }

    @Test
    void the_page_is_printed_with_an_own_profile_which_is_deleted() throws IOException {
        Path arguments = folder.resolve("arguments");
        Path browser = program("browser", """
                printf '%s\\n' "$@" > ARGUMENTS
                for one in "$@"; do
                  case $one in
                    --user-data-dir=*) mkdir -p "${one#*=}"; touch "${one#*=}/history" ;;
                    --print-to-pdf=*) pdf=${one#*=} ;;
                    file:*) page=${one#file://} ;;
                  esac
                done
                cp "$page" "$pdf"
                """.replace("ARGUMENTS", arguments.toString()));

        byte[] pdf = new PdfPrinter(browser, Duration.ofMinutes(1)).print("<p>printed</p>");

        assertThat(pdf).asString().isEqualTo("<p>printed</p>");
        List<String> given = Files.readAllLines(arguments);
        assertThat(given).contains("--headless", "--host-resolver-rules=MAP * ~NOTFOUND", "--export-tagged-pdf");
        String profile = given.stream()
                .filter(one -> one.startsWith("--user-data-dir="))
                .findFirst()
                .orElseThrow()
                .substring("--user-data-dir=".length());
        assertThat(Path.of(profile).getParent()).doesNotExist();
    }

    @Test
    void a_browser_that_fails_is_quoted_without_its_complaints_about_a_missing_desktop() throws IOException {
        Path browser = program(
                "browser", "echo '[1:ERROR:dbus/bus.cc] Failed to connect' >&2; echo 'No usable sandbox!' >&2; exit 3");

        assertThatThrownBy(() -> new PdfPrinter(browser, Duration.ofMinutes(1)).print(""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("browser ended with 3 and no PDF.")
                .hasMessageContaining("--html")
                .hasMessageEndingWith("Its last lines:\n  No usable sandbox!");
    }

    @Test
    void a_browser_that_ends_well_without_a_pdf_has_failed() throws IOException {
        Path browser = program("browser", "exit 0");

        assertThatThrownBy(() -> new PdfPrinter(browser, Duration.ofMinutes(1)).print(""))
                .hasMessageContaining("ended with 0 and no PDF")
                .hasMessageEndingWith("It wrote nothing.");
    }

    @Test
    void a_browser_that_hangs_is_ended_at_its_deadline() throws IOException {
        Path browser = program("browser", "echo started; exec sleep 600");

        assertThatThrownBy(() -> new PdfPrinter(browser, Duration.ofSeconds(1)).print(""))
                .hasMessageContaining("did not end within 1 seconds");
    }

    private Path program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
