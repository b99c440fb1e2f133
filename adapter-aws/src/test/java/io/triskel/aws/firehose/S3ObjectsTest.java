package io.triskel.aws.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.archive.ArchiveObjects;
import io.triskel.aws.AwsClients;
import io.triskel.aws.LocalClients;
import io.triskel.testkit.ArchiveObjectsContract;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects in a bucket are listed and opened as everywhere. */
class S3ObjectsTest extends ArchiveObjectsContract {
    private final LocalS3 server = new LocalS3();
    private final AwsClients clients = LocalClients.of("S3", server.uri());
    private final S3Client client = clients.client(S3Client.builder(), "s3");

    @AfterEach
    void close() {
        clients.close();
        server.close();
    }

    @Override
    protected void store(String name, byte[] content) {
        server.objects.put(name, content);
    }

    @Override
    protected ArchiveObjects objects() {
        return new S3Objects(client, LocalS3.BUCKET);
    }

    @Test
    void names_of_any_characters_keep_the_order_of_s3() throws IOException {
        store("a/\uD83D\uDE00", new byte[0]);
        store("a/\uE000", new byte[0]);
        store("a/é", new byte[0]);

        assertThat(objects().list("a/", Optional.empty(), 2)).containsExactly("a/é", "a/\uE000");
        assertThat(objects().list("a/", Optional.of("a/\uE000"), 2)).containsExactly("a/\uD83D\uDE00");
    }

    @Test
    void a_bucket_that_is_not_there_is_an_error_that_names_it() {
        assertThatThrownBy(() -> new S3Objects(client, "other").list("", Optional.empty(), 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bucket other");
    }
}
