package io.triskel.hosting.operation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The versions of Triskel on the class path of an operator's process: first that of the application's package, then that of the command,
 * whose classes complete the package's. Classes of two versions would fail at the first difference, in words of the JVM.
 */
final class PackagedVersion {
    private static final String WRITTEN = "io/triskel/hosting/version.properties";

    private PackagedVersion() {}

    /** @throws IllegalStateException if there are two versions */
    static void requireOne(ClassLoader classPath) {
        Set<String> versions = new LinkedHashSet<>();
        try {
            for (URL file : Collections.list(classPath.getResources(WRITTEN))) {
                versions.add(read(file));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read the version of Triskel", failed);
        }
        if (versions.size() > 1) {
            List<String> found = List.copyOf(versions);
            throw new IllegalStateException("The package was built with Triskel " + found.get(0)
                    + ", and this command is Triskel " + found.get(1) + ": build the package with " + found.get(1)
                    + ", or use the command of " + found.get(0));
        }
    }

    private static String read(URL file) throws IOException {
        Properties properties = new Properties();
        try (InputStream written = file.openStream()) {
            properties.load(written);
        }
        return properties.getProperty("version", "unknown");
    }
}
