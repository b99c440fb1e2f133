package io.triskel.local.aws.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A deployment package, unzipped into a task root as the service does it. */
final class FunctionPackage {
    /** "50 MB (zipped, for direct upload), 250 MB (unzipped)" (Lambda developer guide, "Quotas"). */
    private static final long ZIPPED_BYTES = 50L << 20;

    private static final long UNZIPPED_BYTES = 250L << 20;

    private FunctionPackage() {}

    static void unzip(Path zip, Path taskRoot) {
        try {
            check(Files.size(zip) <= ZIPPED_BYTES, zip + " is larger than the 50 MB that can be uploaded");
            Files.createDirectories(taskRoot);
            long bytes = 0;
            try (ZipFile file = new ZipFile(zip.toFile())) {
                for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    Path target = taskRoot.resolve(entry.getName()).normalize();
                    check(target.startsWith(taskRoot), zip + " holds an entry outside of it: " + entry.getName());
                    bytes += entry.getSize();
                    check(bytes <= UNZIPPED_BYTES, zip + " is larger than 250 MB when unzipped");
                    write(file, entry, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unzip " + zip, e);
        }
    }

    private static void write(ZipFile file, ZipEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolve("..").normalize());
        try (InputStream content = file.getInputStream(entry)) {
            Files.copy(content, target);
        }
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
