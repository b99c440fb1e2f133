package io.triskel.orders.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.contracts.PackageContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class PackagedContentTest extends PackageContract {
    @Override
    protected long bytes() {
        return 23_120_000;
    }

    /** The client of Firestore passes this version to OpenTelemetry, which writes a warning to the log of each process if it is null. */
    @Test
    void the_client_of_firestore_finds_a_version_of_itself() throws IOException {
        try (ZipInputStream zip =
                new ZipInputStream(Files.newInputStream(Path.of(System.getProperty("triskel.zip"))))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("functions.jar");

            Attributes telemetry =
                    new JarInputStream(zip).getManifest().getAttributes("com/google/cloud/firestore/telemetry/");

            assertThat(telemetry.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isNotBlank();
        }
    }
}
