package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder's files are objects, and nothing else is. */
class FolderObjectsTest {
    @TempDir
    Path folder;

    private ArchiveObjects objects;

    @BeforeEach
    void store() throws IOException {
        Files.createDirectories(folder.resolve("bucket/a"));
        Files.writeString(folder.resolve("bucket/a/1"), "within");
        Files.writeString(folder.resolve("beside"), "secret");
        objects = new FolderObjects(folder.resolve("bucket"));
    }

    @Test
    void a_name_is_the_path_below_the_folder() throws IOException {
        assertThat(objects.list("", Optional.empty(), 10)).containsExactly("a/1");
        try (InputStream content = objects.open("a/1")) {
            assertThat(content).hasBinaryContent("within".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void nothing_beside_the_folder_can_be_opened() {
        assertThatThrownBy(() -> objects.open("../beside")).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> objects.open("a")).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void a_folder_that_is_not_there_is_an_error() {
        ArchiveObjects none = new FolderObjects(folder.resolve("none"));

        assertThatThrownBy(() -> none.list("", Optional.empty(), 10)).isInstanceOf(IOException.class);
    }
}
