package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipFolderTest {
    @TempDir
    Path temporary;

    @Test
    void everything_is_below_the_folder_afterwards() throws IOException {
        ZipFolder.unzip(zip("lib/a.txt"), temporary.resolve("out"), 3);

        assertThat(temporary.resolve("out/lib/a.txt")).hasContent("abc");
    }

    @Test
    void one_byte_over_the_limit_is_refused() throws IOException {
        Path zip = zip("a.txt");

        assertThatThrownBy(() -> ZipFolder.unzip(zip, temporary.resolve("out"), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void an_entry_outside_of_the_folder_is_refused() throws IOException {
        Path zip = zip("../a.txt");

        assertThatThrownBy(() -> ZipFolder.unzip(zip, temporary.resolve("out"), 3))
                .hasMessageContaining("outside of it");
        assertThat(temporary.resolve("a.txt")).doesNotExist();
    }

    private Path zip(String entry) throws IOException {
        Path zip = temporary.resolve("some.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(new byte[] {'a', 'b', 'c'});
            out.closeEntry();
        }
        return zip;
    }
}
