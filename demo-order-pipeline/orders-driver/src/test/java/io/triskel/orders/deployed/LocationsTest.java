package io.triskel.orders.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsTest {
    @TempDir
    private Path folder;

    @Test
    void in_an_archive_the_package_lies_next_to_the_jars_whatever_is_above() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("triskel/lib"));
        Path zip = Files.writeString(lib.resolve("order-x.zip"), "");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        String name = "io/triskel/orders/deployed/LocationsTest.class";
        Path copy = Files.createDirectories(lib.resolve("target-x.jar")).resolve(name);
        Files.createDirectories(copy.getParent());
        Files.copy(LocationsTest.class.getResourceAsStream("/" + name), copy);

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {lib.resolve("target-x.jar").toUri().toURL()}, null)) {
            Class<?> deploying = loader.loadClass(LocationsTest.class.getName());

            assertThat(new Locations(deploying, "order-x").zip()).isEqualTo(zip);
        }
    }
}
