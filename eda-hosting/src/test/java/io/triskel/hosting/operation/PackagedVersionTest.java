package io.triskel.hosting.operation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedVersionTest {
    @TempDir
    private Path folder;

    /** {@return a class path with a package before the command's own classes} */
    private URLClassLoader classPath(String packaged, String command) throws IOException {
        return new URLClassLoader(new URL[] {written("package", packaged), written("command", command)}, null);
    }

    private URL written(String where, String version) throws IOException {
        Path root = folder.resolve(where);
        Path file = root.resolve("io/triskel/hosting/version.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "version=" + version + "\n");
        return root.toUri().toURL();
    }

    @Test
    void a_package_of_another_version_than_the_commands_is_refused() throws IOException {
        try (URLClassLoader two = classPath("0.1.0", "0.2.0")) {
            assertThatThrownBy(() -> PackagedVersion.requireOne(two))
                    .hasMessage("The package was built with Triskel 0.1.0, and this command is Triskel 0.2.0: build the"
                            + " package with 0.2.0, or use the command of 0.1.0");
        }
    }

    @Test
    void a_package_of_the_same_version_is_accepted() throws IOException {
        try (URLClassLoader one = classPath("0.2.0", "0.2.0")) {
            assertThatCode(() -> PackagedVersion.requireOne(one)).doesNotThrowAnyException();
        }
    }
}
