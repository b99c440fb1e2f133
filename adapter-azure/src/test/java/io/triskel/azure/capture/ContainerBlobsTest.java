package io.triskel.azure.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import io.triskel.archive.ArchiveObjects;
import io.triskel.azure.AzureBlobs;
import io.triskel.azure.LocalStorage;
import io.triskel.testkit.ArchiveObjectsContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blobs in a container are listed and opened as objects are everywhere. */
@Tag("local-clouds")
@ExtendWith(LocalStorage.class)
class ContainerBlobsTest extends ArchiveObjectsContract {
    private final LocalStorage.Running storage;
    private final BlobContainerClient container;

    ContainerBlobsTest(LocalStorage.Running storage) {
        String name = "archive-" + UUID.randomUUID();
        storage.process().createContainer(name);
        this.storage = storage;
        this.container = AzureBlobs.client(storage.clients()).getBlobContainerClient(name);
    }

    @Override
    protected void store(String name, byte[] content) {
        container.getBlobClient(name).upload(BinaryData.fromBytes(content));
    }

    @Override
    protected ArchiveObjects objects() {
        return new ContainerBlobs(container);
    }

    @Test
    void what_stands_for_a_folder_is_no_object() throws IOException {
        store("a/1/x", new byte[1]);
        store("a/1", new byte[0]);
        container.getBlobClient("a/1").setMetadata(Map.of("hdi_isfolder", "true"));

        assertThat(objects().list("", Optional.empty(), 10)).containsExactly("a/1/x");
        assertThat(objects().list("", Optional.of("a/0"), 10)).containsExactly("a/1/x");
    }

    @Test
    void a_blob_that_is_replaced_while_it_is_read_is_an_error() throws IOException {
        store("a", new byte[9 << 20]);

        try (InputStream content = objects().open("a")) {
            content.readNBytes(1);
            container.getBlobClient("a").upload(BinaryData.fromBytes(new byte[9 << 20]), true);

            assertThatThrownBy(content::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_container_that_is_not_there_is_an_error_that_names_it() {
        ArchiveObjects none =
                new ContainerBlobs(AzureBlobs.client(storage.clients()).getBlobContainerClient("not-there"));

        assertThatThrownBy(() -> none.list("", Optional.empty(), 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("container not-there");
        assertThatThrownBy(() -> none.open("a"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("container not-there");
    }
}
