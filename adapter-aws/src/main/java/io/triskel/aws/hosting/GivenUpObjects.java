package io.triskel.aws.hosting;

import io.triskel.archive.ArchiveObjects;
import io.triskel.archive.FolderObjects;
import io.triskel.aws.AwsClients;
import io.triskel.aws.firehose.S3Objects;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Lists, reads and deletes the objects of a bucket, or of a folder in its place. */
final class GivenUpObjects {
    private static final int PAGE = 1000;

    private final ArchiveObjects objects;
    private final Deletion deletion;

    private GivenUpObjects(ArchiveObjects objects, Deletion deletion) {
        this.objects = objects;
        this.deletion = deletion;
    }

    private interface Deletion {
        void of(String object) throws IOException;
    }

    /** {@return the objects} The place is the name of a bucket, or the {@code file:} address of a folder. */
    static GivenUpObjects in(String place, AwsClients clients) {
        if (place.startsWith("file:")) {
            Path folder = Path.of(URI.create(place));
            return new GivenUpObjects(
                    new FolderObjects(folder), object -> Files.deleteIfExists(folder.resolve(object)));
        }
        S3Client client = clients.client(S3Client.builder(), "s3");
        return new GivenUpObjects(new S3Objects(client, place), object -> {
            try {
                var unused = client.deleteObject(delete -> delete.bucket(place).key(object));
            } catch (SdkException failed) {
                throw new IOException(
                        "Cannot delete object '" + object + "' of bucket " + place + ": " + failed.getMessage(),
                        failed);
            }
        });
    }

    /** {@return the names of all objects that begin so} */
    List<String> names(String prefix) throws IOException {
        List<String> names = new ArrayList<>();
        Optional<String> after = Optional.empty();
        List<String> page;
        do {
            page = objects.list(prefix, after, PAGE);
            names.addAll(page);
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1));
        } while (page.size() == PAGE);
        return names;
    }

    byte[] read(String object) throws IOException {
        try (InputStream content = objects.open(object)) {
            return content.readAllBytes();
        }
    }

    void delete(String object) throws IOException {
        deletion.of(object);
    }
}
