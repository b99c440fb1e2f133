package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("local-clouds")
class SharedClassesTest {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path packaged;

    /** The main class of the JVMs. */
    static final class Working {
        private Working() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("at work");
            new CountDownLatch(1).await();
        }
    }

    @BeforeEach
    void makePackage() throws IOException {
        packaged = Files.writeString(folder.resolve("package.zip"), "the package");
    }

    @Test
    void one_jvm_leaves_its_classes_to_those_that_start_later() throws IOException {
        assertThat(run(shared())).doesNotContain("Working source: shared objects file");

        assertThat(run(shared())).contains("Working source: shared objects file (top)");
    }

    @Test
    void another_package_gets_an_archive_of_its_own_and_the_old_one_goes() throws IOException {
        run(shared());

        Files.setLastModifiedTime(packaged, FileTime.from(Instant.EPOCH));

        assertThat(run(shared())).doesNotContain("Working source: shared objects file");
        assertThat(run(shared())).contains("Working source: shared objects file (top)");
        assertThat(archives()).hasSize(1);
    }

    @Test
    void an_archive_that_cannot_be_used_hinders_no_start() throws IOException {
        run(shared());
        Path archive = archives().get(0);
        Files.delete(archive);
        Files.writeString(archive, "broken");

        assertThat(run(shared())).contains("at work").doesNotContain("warning");
    }

    @Test
    void nothing_is_kept_beside_a_package_that_is_not_there() throws IOException {
        Files.delete(packaged);

        assertThat(run(shared())).contains("at work");
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".classes"));
    }

    /** The jar is made anew each time, as a host does. */
    private SharedClasses shared() throws IOException {
        Path jar = Files.createTempDirectory(folder, "runtime").resolve("runtime.jar");
        String name = Working.class.getName().replace('.', '/') + ".class";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                InputStream content = Objects.requireNonNull(
                        Working.class.getClassLoader().getResourceAsStream(name))) {
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(0);
            out.putNextEntry(entry);
            content.transferTo(out);
        }
        return SharedClasses.beside(packaged, JAVA_HOME, List.of(jar));
    }

    private String run(SharedClasses shared) throws IOException {
        Path temporary = Files.createTempDirectory(folder, "jvm");
        List<String> command = new ArrayList<>(List.of(JAVA_HOME.resolve("bin/java").toString()));
        command.addAll(shared.options());
        command.addAll(List.of("-Xlog:class+load", "-cp", shared.classPath(), Working.class.getName()));
        Path output = temporary.resolve("output");
        try (ChildProcess process = ChildProcess.start(command, temporary, Map.of(), output)) {
            Await.value(
                    "the JVM to be at work",
                    PATIENCE,
                    () -> Optional.of(read(output)).filter(text -> text.contains("at work")));
            shared.record(process);
        }
        return read(output);
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "";
        }
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("package.zip.classes"))) {
            return files.filter(file -> file.endsWith("classes.jsa")).toList();
        }
    }
}
