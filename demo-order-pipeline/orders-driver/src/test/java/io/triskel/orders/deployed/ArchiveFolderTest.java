package io.triskel.orders.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFolderTest {
    @TempDir
    private Path buckets;

    @Test
    void is_there_and_empty_before_anything_is_written() {
        ArchiveFolder archive = ArchiveFolder.create(buckets.resolve("orders-archive"));

        assertThat(archive.isEmpty()).isTrue();
        assertThat(Path.of(URI.create(archive.address()))).isEmptyDirectory();
    }

    @Test
    void is_not_empty_once_there_is_an_object_however_deep() throws IOException {
        ArchiveFolder archive = ArchiveFolder.create(buckets.resolve("orders-archive"));

        Files.writeString(
                Files.createDirectories(archive.folder().resolve("events/2026")).resolve("1.gz"), "an object");

        assertThat(archive.isEmpty()).isFalse();
    }
}
