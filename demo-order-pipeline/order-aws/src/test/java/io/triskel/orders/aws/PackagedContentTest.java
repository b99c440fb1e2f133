package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.contracts.PackageContract;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Lambda's limits are in the developer guide, "Lambda quotas"; the zip is far below the 50 MiB that may be uploaded. */
class PackagedContentTest extends PackageContract {
    private static final long MIB = 1 << 20;

    @Override
    protected long bytes() {
        return 10_820_000;
    }

    @Test
    void what_is_in_the_package_is_small_enough_to_be_unpacked() throws IOException {
        try (ZipFile unpacked = new ZipFile(System.getProperty("triskel.zip"))) {
            assertThat(unpacked.stream().mapToLong(ZipEntry::getSize).sum()).isBetween(MIB, 250 * MIB);
        }
    }
}
