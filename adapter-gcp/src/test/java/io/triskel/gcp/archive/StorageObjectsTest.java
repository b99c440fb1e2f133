package io.triskel.gcp.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.archive.ArchiveObjects;
import io.triskel.testkit.ArchiveObjectsContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects in a bucket are listed and opened as everywhere. */
class StorageObjectsTest extends ArchiveObjectsContract {
    private final LocalBucket server = new LocalBucket();

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected void store(String name, byte[] content) {
        server.objects.put(name, content);
    }

    @Override
    protected ArchiveObjects objects() {
        return bucket(LocalBucket.BUCKET);
    }

    private ArchiveObjects bucket(String name) {
        try {
            return StorageObjects.of(
                    Map.of("STORAGE_EMULATOR_HOST", server.uri().toString()), name);
        } catch (IOException noCredentials) {
            throw new AssertionError(noCredentials);
        }
    }

    @Test
    void names_of_any_characters_keep_their_order() throws IOException {
        store("a/\uD83D\uDE00", new byte[0]);
        store("a/\uE000", new byte[0]);
        store("a/é", new byte[0]);

        assertThat(objects().list("a/", Optional.empty(), 2)).containsExactly("a/é", "a/\uE000");
        assertThat(objects().list("a/", Optional.of("a/\uE000"), 2)).containsExactly("a/\uD83D\uDE00");
    }

    @Test
    void a_bucket_that_is_not_there_is_an_error_that_names_it() {
        assertThatThrownBy(() -> bucket("other").list("", Optional.empty(), 10))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot list bucket other: 404 The specified bucket does not exist.");
        assertThatThrownBy(() -> bucket("other").open("a"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("of bucket other: 404 The specified bucket does not exist.");
    }

    @Test
    void an_emulator_is_asked_without_credentials_and_may_be_named_without_scheme() throws IOException {
        store("a", new byte[0]);
        String address = server.uri().getAuthority();

        assertThat(StorageObjects.of(Map.of("STORAGE_EMULATOR_HOST", address), LocalBucket.BUCKET)
                        .list("", Optional.empty(), 10))
                .containsExactly("a");
        assertThat(server.authorizations).containsOnly("null");
    }

    /** A time-out closes a connection of HTTP/1.1, but leaves one of HTTP/2 in use, even if it is dead. */
    @Test
    void no_connection_outlives_the_time_out_of_a_call() throws IOException {
        objects().list("", Optional.empty(), 10);

        assertThat(server.upgrades).containsExactly("null");
    }
}
