package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The rules of every deployed package: nothing that its functions do not need, and no unintended growth. */
public abstract class PackageContract {
    /** Archives and documents are for operators and builds; the rest is for tests, local runs and measurements. */
    private static final List<String> NOT_FOR_FUNCTIONS = List.of(
            "io/triskel/archive/",
            "io/triskel/asyncapi/",
            "io/triskel/benchmarks/",
            "io/triskel/load/",
            "io/triskel/local/",
            "io/triskel/testkit/",
            "META-INF/services/io.triskel.",
            "com/azure/storage/blob/",
            "com/networknt/",
            "net/jqwik/",
            "org/apache/avro/",
            "org/assertj/",
            "org/junit/",
            "software/amazon/awssdk/services/lambda/",
            "software/amazon/awssdk/services/s3/");

    /** Names what the functions host. */
    private static final String APPLICATION = "META-INF/services/io.triskel.hosting.Application";

    private final Path zip = Path.of(System.getProperty("triskel.zip"));

    /** {@return the size of the package in bytes, as it was last decided} */
    protected abstract long bytes();

    /** {@return those packages and folders that the cloud's way of packing cannot leave out} */
    protected List<String> cannotLeaveOut() {
        return List.of();
    }

    @Test
    protected void the_package_has_nothing_that_its_functions_do_not_need() throws IOException {
        Set<String> names = new HashSet<>();
        try (InputStream file = Files.newInputStream(zip)) {
            addNames(file, names);
        }

        assertThat(names).anyMatch(name -> name.startsWith("io/triskel/event/"));
        for (String unwanted : NOT_FOR_FUNCTIONS) {
            if (!cannotLeaveOut().contains(unwanted)) {
                assertThat(names).noneMatch(name -> name.startsWith(unwanted) && !name.equals(APPLICATION));
            }
        }
    }

    @Test
    protected void the_package_has_not_grown_by_a_hundredth() throws IOException {
        assertThat(Files.size(zip))
                .as("if the growth is meant, write the new size into this test")
                .isLessThanOrEqualTo(bytes() + bytes() / 100);
    }

    /** Of the entries of a zip and of the jars in it. */
    private static void addNames(InputStream file, Set<String> names) throws IOException {
        // Closed with the file by the caller: a jar in a zip ends where its entry ends.
        @SuppressWarnings("resource")
        ZipInputStream entries = new ZipInputStream(file);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            names.add(entry.getName());
            if (entry.getName().endsWith(".jar")) {
                addNames(entries, names);
            }
        }
    }
}
