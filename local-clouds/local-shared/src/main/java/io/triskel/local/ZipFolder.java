package io.triskel.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unzips deployment packages into folders. */
public final class ZipFolder {
    private ZipFolder() {}

    /**
     * Unzips all entries.
     *
     * @param folder created if absent
     * @throws IllegalArgumentException if the unzipped content is larger than {@code maxBytes}, or an entry is not below the
     *     folder
     */
    public static void unzip(Path zip, Path folder, long maxBytes) {
        try {
            Files.createDirectories(folder);
            long bytes = 0;
            try (ZipFile file = new ZipFile(zip.toFile())) {
                for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    Path target = folder.resolve(entry.getName()).normalize();
                    check(target.startsWith(folder), zip + " holds an entry outside of it: " + entry.getName());
                    bytes += entry.getSize();
                    check(bytes <= maxBytes, zip + " is larger than " + (maxBytes >> 20) + " MB when unzipped");
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
