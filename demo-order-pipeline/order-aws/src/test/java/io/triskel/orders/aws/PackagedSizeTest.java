package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What Lambda takes (Lambda developer guide, "Lambda quotas"). */
class PackagedSizeTest {
    private static final long MIB = 1 << 20;

    private final Path zip = Path.of(System.getProperty("triskel.zip"));

    @Test
    void the_package_is_small_enough_to_be_uploaded() throws IOException {
        assertThat(Files.size(zip)).isLessThanOrEqualTo(50 * MIB);
    }

    @Test
    void what_is_in_the_package_is_small_enough_to_be_unpacked() throws IOException {
        try (ZipFile unpacked = new ZipFile(zip.toFile())) {
            assertThat(unpacked.stream().mapToLong(ZipEntry::getSize).sum()).isBetween(MIB, 250 * MIB);
        }
    }
}
