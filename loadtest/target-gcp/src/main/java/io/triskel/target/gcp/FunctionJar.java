package io.triskel.target.gcp;

import io.triskel.load.jar.ClassPath;
import io.triskel.load.jar.OneJar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Deployable jars of what is on this JVM's own class path: all classes in one uncompressed jar. */
public final class FunctionJar {
    /** Packages of the emulators and of test libraries. */
    private static final List<String> LEFT_OUT = List.of(
            "io/triskel/local/", "io/triskel/testkit/", "org/apache/avro/", "org/assertj/", "org/junit/", "net/jqwik/");

    private FunctionJar() {}

    /**
     * Packs what this function's class was loaded from, and nothing else.
     *
     * @return the jar
     */
    static Path ofOne(Path jar, Class<?> function) throws IOException {
        return of(jar, ClassPath.of(List.of(function)));
    }

    /**
     * Packs what functions of this module may need: ours, Google's clients, Jackson.
     *
     * @return the jar
     */
    public static Path ofClassPath(Path jar) throws IOException {
        return of(jar, ClassPath.without(LEFT_OUT));
    }

    private static Path of(Path jar, Set<Path> places) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar)) {
            OneJar.write(out, places);
        }
        return jar;
    }
}
