package io.triskel.cli.build;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A module as its last build left it.
 *
 * @param home Triskel's folder
 * @param out the build folder below a module
 * @param module its folder, below home
 */
record BuiltModule(Path home, String out, String module) {
    /** Begins the name of a module that is a cloud's target, and runs that cloud's deployment package. */
    private static final String TARGET = "target-";

    private static final String PACKAGES = "demo-order-pipeline/order-";

    /** {@return the file whose time is the start of the last build that succeeded} */
    Path stamp() {
        return in(module).resolve("built");
    }

    /** {@return the phase of Maven that makes all that the module needs} */
    String phase() {
        return deploymentPackage().isPresent() ? "package" : "process-classes";
    }

    /** {@return whether all that the module needs is there, and none of its sources is newer than its last build} */
    boolean isUpToDate() {
        Path classPath = in(module).resolve("runtime.classpath");
        boolean complete = Files.isRegularFile(stamp())
                && Files.isDirectory(in(module).resolve("classes"))
                && Files.isRegularFile(classPath)
                && deploymentPackage()
                        .filter(file -> !Files.isRegularFile(file))
                        .isEmpty();
        try {
            return complete && isUpToDate(entries(Files.readString(classPath)), Files.getLastModifiedTime(stamp()));
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            return false;
        }
    }

    private boolean isUpToDate(List<Path> libraries, FileTime built) throws IOException {
        Set<Path> modules = new LinkedHashSet<>(Set.of(home.resolve(module)));
        for (Path library : libraries) {
            if (!Files.exists(library)) {
                return false;
            }
            moduleAbove(library).ifPresent(modules::add);
        }
        for (Path folder : modules) {
            if (isNewer(folder, built)) {
                return false;
            }
        }
        return true;
    }

    private Path in(String folder) {
        return home.resolve(folder).resolve(out);
    }

    private Optional<Path> deploymentPackage() {
        String name = String.valueOf(Path.of(module).getFileName());
        if (!name.startsWith(TARGET)) {
            return Optional.empty();
        }
        String deployed = PACKAGES + name.substring(TARGET.length());
        return Optional.of(in(deployed).resolve(Path.of(deployed).getFileName() + ".zip"));
    }

    private static List<Path> entries(String classPath) {
        return Stream.of(classPath.strip().split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** The module of this project that built an entry of the class path (classes or a jar), if one did. */
    private Optional<Path> moduleAbove(Path entry) {
        if (!entry.startsWith(home)) {
            return Optional.empty();
        }
        return Stream.iterate(entry, folder -> !folder.equals(home), Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                .findFirst();
    }

    /** Folders count too: the time of one changes when a file in it goes. */
    private boolean isNewer(Path folder, FileTime built) throws IOException {
        for (Path parent = folder; parent != null && parent.startsWith(home); parent = parent.getParent()) {
            Path pom = parent.resolve("pom.xml");
            if (Files.exists(pom) && isNewerFile(pom, built)) {
                return true;
            }
        }
        Path sources = folder.resolve("src/main");
        if (!Files.isDirectory(sources)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.anyMatch(file -> isNewerFile(file, built));
        }
    }

    private static boolean isNewerFile(Path file, FileTime built) {
        try {
            return Files.getLastModifiedTime(file).compareTo(built) > 0;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
