package io.triskel.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * An archive of the classes of one package's functions, so that their JVMs map these classes instead of parsing and verifying them
 * at each start (JDK documentation, "Class Data Sharing"). The first run makes it, from one of its JVMs. It is made anew for another package, runtime or JDK; without it, or if a JVM cannot use it, functions start as they would anyway.
 */
public final class SharedClasses {
    private static final String ARCHIVE = "classes.jsa";
    private static final String SUFFIX = ".classes";

    /** A JVM writes some 40 MB. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A JVM warns on standard output, which is the function's log, of each class that it does not share. */
    private static final String QUIET = "-Xlog:cds*=off";

    private final Path javaHome;
    private final List<Path> classPath;
    private final Optional<Path> folder;
    private final boolean made;

    private SharedClasses(Path javaHome, List<Path> classPath, Optional<Path> folder) {
        this.javaHome = javaHome;
        this.classPath = classPath;
        this.folder = folder;
        this.made =
                folder.filter(found -> Files.exists(found.resolve(ARCHIVE))).isPresent();
    }

    /** {@return a class path whose JVMs share nothing} */
    public static SharedClasses none(Path javaHome, List<Path> classPath) {
        return new SharedClasses(javaHome, List.copyOf(classPath), Optional.empty());
    }

    /**
     * Keeps the archive beside a package, in the folder {@code <package>.classes}.
     *
     * @param packaged the package, a file; its classes are found by content, wherever it is unpacked
     * @param javaHome of the functions' JVMs
     * @param classPath the jars of the runtime around the functions; copied, because their places must be the same each time
     */
    public static SharedClasses beside(Path packaged, Path javaHome, List<Path> classPath) {
        try {
            Path all = packaged.resolveSibling(packaged.getFileName() + SUFFIX).toAbsolutePath();
            Path folder = all.resolve(fingerprint(packaged, javaHome, classPath));
            if (!Files.isDirectory(folder)) {
                removeOthers(all);
                Files.createDirectories(folder);
            }
            return new SharedClasses(
                    javaHome,
                    classPath.stream().map(jar -> kept(jar, folder)).toList(),
                    Optional.of(folder));
        } catch (IOException | UncheckedIOException nowhereToKeep) {
            return none(javaHome, classPath);
        }
    }

    private static void removeOthers(Path all) throws IOException {
        if (Files.isDirectory(all)) {
            try (Stream<Path> others = Files.list(all)) {
                others.forEach(WorkFolder::remove);
            }
        }
    }

    private static String fingerprint(Path packaged, Path javaHome, List<Path> classPath) throws IOException {
        CRC32 sum = new CRC32();
        String known = packaged.getFileName() + " " + Files.size(packaged) + " " + Files.getLastModifiedTime(packaged);
        sum.update(known.getBytes(StandardCharsets.UTF_8));
        Path release = javaHome.resolve("release");
        sum.update((Files.exists(release) ? Files.readString(release) : javaHome.toString())
                .getBytes(StandardCharsets.UTF_8));
        for (Path jar : classPath) {
            sum.update(Files.readAllBytes(jar));
        }
        return Long.toHexString(sum.getValue());
    }

    /** Written under another name first, since another process may do the same; whoever is first wins. */
    private static Path kept(Path jar, Path folder) {
        Path kept = folder.resolve(jar.getFileName());
        if (!Files.exists(kept)) {
            Path copy = folder.resolve(UUID.randomUUID().toString());
            try {
                Files.copy(jar, copy);
                moveIfAbsent(copy, kept);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot copy " + jar + " to " + folder, e);
            }
        }
        return kept;
    }

    private static void moveIfAbsent(Path file, Path target) throws IOException {
        try {
            Files.move(file, target);
        } catch (FileAlreadyExistsException another) {
            Files.deleteIfExists(file);
        }
    }

    /** {@return the value of the JVMs' option {@code -cp}} */
    public String classPath() {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** {@return options for a JVM, before its class path} */
    public List<String> options() {
        return folder.map(keeping -> List.of(
                        made ? "-XX:SharedArchiveFile=" + keeping.resolve(ARCHIVE) : "-XX:+RecordDynamicDumpInfo",
                        "-Xshare:auto",
                        QUIET))
                .orElse(List.of());
    }

    /**
     * Makes the archive, if there is none yet, of what a JVM has loaded; best of one that has worked, just before its end. The JVM
     * is asked while it runs, since {@link ChildProcess} lets no signal but the last through.
     */
    public void record(ChildProcess process) {
        if (!made && folder.isPresent() && !Files.exists(folder.get().resolve(ARCHIVE))) {
            process.pid().ifPresent(pid -> record(pid, folder.get()));
        }
    }

    private void record(long pid, Path keeping) {
        Path archive = keeping.resolve(UUID.randomUUID().toString());
        try {
            Process asking = new ProcessBuilder(
                            javaHome.resolve("bin/jcmd").toString(),
                            Long.toString(pid),
                            "VM.cds",
                            "dynamic_dump",
                            archive.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!asking.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                asking.destroyForcibly();
            } else if (asking.exitValue() == 0) {
                moveIfAbsent(archive, keeping.resolve(ARCHIVE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException noArchive) {
            // A Java without jcmd, or no room: functions start as they did.
        }
    }
}
