package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_written_with_the_folders_that_it_needs() throws IOException {
        Path file = folder.resolve("a/b/page.html");

        OutputFile.write(file, "page", "");

        assertThat(file).hasContent("page");
    }

    @Test
    void a_folder_may_be_a_link_to_one() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("folder")));

        OutputFile.write(link.resolve("page.html"), "page", "");

        assertThat(folder.resolve("folder/page.html")).hasContent("page");
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_named_with_what_is_needed() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "");

        assertSays(
                taken.resolve("page.html"),
                "Cannot write " + taken + "/page.html (" + taken + " is a file, not a folder). Do this.");
    }

    @Test
    void a_folder_in_the_place_of_the_file_is_told() {
        assertSays(folder, "Cannot write " + folder + " (Is a directory). Do this.");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_is_told() {
        assertSays(Path.of("/dev/full"), "Cannot write /dev/full (No space left on device). Do this.");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_disk_that_takes_no_folder_is_told() {
        // Nobody makes a folder there, not even root.
        assertThatThrownBy(() -> OutputFile.write(Path.of("/proc/here/page.html"), "page", "Do this."))
                .hasMessageStartingWith("Cannot write /proc/here/page.html (")
                .hasMessageEndingWith("). Do this.")
                .hasMessageNotContaining("Exception");
    }

    private static void assertSays(Path file, String message) {
        assertThatThrownBy(() -> OutputFile.write(file, "page", "Do this."))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }
}
