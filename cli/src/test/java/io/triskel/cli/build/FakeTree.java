package io.triskel.cli.build;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder that looks like this project, with modules as their build leaves them, and a Maven that does what a test says. */
final class FakeTree {
    static final String OUT = "target/quick";
    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant BUILT = WRITTEN.plusSeconds(60);

    final Path home;

    private FakeTree(Path home) {
        this.home = home;
    }

    static FakeTree in(Path folder) throws IOException {
        FakeTree tree = new FakeTree(folder.toRealPath());
        tree.write("pom.xml", WRITTEN);
        return tree;
    }

    BuiltModule module(String name) {
        return new BuiltModule(home, OUT, name);
    }

    /** Writes the sources of a module, and what the launcher's build leaves. */
    FakeTree built(String module, String... classPath) throws IOException {
        compiled(OUT, module, classPath);
        write(module + "/" + OUT + "/built", BUILT);
        return this;
    }

    /** Writes the sources of a module, and what the whole build leaves. */
    FakeTree checked(String module, String... classPath) throws IOException {
        return compiled("target", module, classPath);
    }

    private FakeTree compiled(String out, String module, String... classPath) throws IOException {
        write(module + "/pom.xml", WRITTEN);
        write(module + "/src/main/java/Some.java", WRITTEN);
        write(module + "/" + out + "/classes/Some.class", BUILT);
        String entries = Stream.of(classPath)
                .map(entry -> home.resolve(entry).toString())
                .collect(Collectors.joining(File.pathSeparator));
        Files.writeString(home.resolve(module).resolve(out).resolve("runtime.classpath"), entries + "\n");
        setTime(home.resolve(module).resolve("src/main/java"), WRITTEN);
        setTime(home.resolve(module).resolve("src/main"), WRITTEN);
        return this;
    }

    /** Writes a file that is older than what is built. */
    FakeTree library(String file) throws IOException {
        write(file, WRITTEN);
        return this;
    }

    /** Writes a file that was made of what is built, in another second. */
    FakeTree packed(String file) throws IOException {
        write(file, BUILT.plusSeconds(file.endsWith(".zip") ? 2 : 1));
        return this;
    }

    /** Writes a file that is newer than what is built. */
    void change(String file) throws IOException {
        write(file, BUILT.plusSeconds(60));
    }

    void delete(String file) throws IOException {
        Files.delete(home.resolve(file));
    }

    private void write(String file, Instant time) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        setTime(path, time);
    }

    private static void setTime(Path path, Instant time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    /** A Maven that writes down what it was asked, and then runs a script in Triskel's folder. */
    void maven(String script) throws IOException {
        Path mvnw = home.resolve("mvnw");
        Files.writeString(mvnw, "#!/bin/sh\necho \"$@\" >>asked\n" + script + "\n");
        Files.setPosixFilePermissions(mvnw, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** {@return what Maven was asked, call by call} */
    List<String> asked() throws IOException {
        Path asked = home.resolve("asked");
        return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    }
}
