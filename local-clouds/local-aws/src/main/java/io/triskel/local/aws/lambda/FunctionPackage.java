package io.triskel.local.aws.lambda;

import io.triskel.local.ZipFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Unzips a deployment package into a task root, as the service does. */
final class FunctionPackage {
    /** "50 MB (zipped, for direct upload), 250 MB (unzipped)" (Lambda developer guide, "Quotas"). */
    private static final long ZIPPED_BYTES = 50L << 20;

    private static final long UNZIPPED_BYTES = 250L << 20;

    private FunctionPackage() {}

    static void unzip(Path zip, Path taskRoot) {
        try {
            if (Files.size(zip) > ZIPPED_BYTES) {
                throw new IllegalArgumentException(zip + " is larger than the 50 MB that can be uploaded");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + zip, e);
        }
        ZipFolder.unzip(zip, taskRoot, UNZIPPED_BYTES);
    }
}
