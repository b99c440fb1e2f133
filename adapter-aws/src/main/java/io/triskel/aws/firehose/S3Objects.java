package io.triskel.aws.firehose;

import io.triskel.archive.ArchiveObjects;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads an archive in an S3 bucket. It must be a general purpose bucket: directory buckets list in no order.
 *
 * <p>Only this class needs the SDK's {@code s3} module. The module is optional, since its 4.6 MB are of use only to
 * applications that replay; they add it.
 */
public final class S3Objects implements ArchiveObjects {
    private final S3Client client;
    private final String bucket;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     */
    public S3Objects(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
        try {
            return client
                    .listObjectsV2(list -> {
                        list.bucket(bucket).prefix(prefix).maxKeys(limit);
                        after.ifPresent(list::startAfter);
                    })
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        } catch (SdkException e) {
            throw new IOException("Cannot list bucket " + bucket + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream open(String object) throws IOException {
        try {
            return client.getObject(get -> get.bucket(bucket).key(object));
        } catch (NoSuchKeyException e) {
            FileNotFoundException gone =
                    new FileNotFoundException("Object '" + object + "' does not exist in bucket " + bucket);
            gone.initCause(e);
            throw gone;
        } catch (SdkException e) {
            throw new IOException("Cannot open object '" + object + "' of bucket " + bucket + ": " + e.getMessage(), e);
        }
    }
}
