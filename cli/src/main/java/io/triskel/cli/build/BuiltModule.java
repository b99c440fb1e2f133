package io.triskel.cli.build;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A module as its last build left it: the launcher's own build, which leaves a stamp, or the whole build, which leaves none.
 *
 * @param home Triskel's folder
 * @param out the build folder below a module
 * @param module its folder, below home
 */
record BuiltModule(Path home, String out, String module) {
    /** Begins the name of a module that is a cloud's target, and runs that cloud's deployment package. */
    private static final String TARGET = "target-";

    private static final String PACKAGES = "demo-order-pipeline/order-";

    /** {@return the folder of what was built} */
    Path folder() {
        return in(module);
    }

    /** {@return the file whose time is the start of the last build that succeeded} */
    Path stamp() {
        return in(module).resolve("built");
    }

    /** {@return the phase of Maven that makes all that the module needs} */
    String phase() {
        return deployed().isPresent() ? "package" : "process-classes";
    }

    /** {@return whether all that the module needs is there, and none of its sources is newer than the launcher's last build} */
    boolean isUpToDate() {
        try {
            return isComplete() && Files.isRegularFile(stamp()) && isOlderThan(Files.getLastModifiedTime(stamp()));
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            return false;
        }
    }

    /**
     * {@return whether all that the module needs is there, compiled after its sources were written, packed after it was compiled, and
     * in the deployment package after that}
     */
    boolean isFresh() {
        try {
            return isComplete()
                    && isCompiledAndPacked()
                    && (deployed().isEmpty() || deployed().get().isPackedLast());
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            return false;
        }
    }

    private boolean isComplete() throws IOException {
        return Files.isDirectory(in(module).resolve("classes"))
                && libraries().stream().allMatch(Files::exists)
                && deployed()
                        .map(BuiltModule::zip)
                        .filter(zip -> !Files.isRegularFile(zip))
                        .isEmpty();
    }

    private boolean isOlderThan(FileTime built) throws IOException {
        for (Path folder : modules()) {
            if (isNewer(folder, built)) {
                return false;
            }
        }
        return true;
    }

    private boolean isCompiledAndPacked() throws IOException {
        for (Path folder : modules()) {
            Optional<FileTime> compiled = classes(folder).map(BuiltModule::time).min(Comparator.naturalOrder());
            if (compiled.isEmpty() || isNewer(folder, compiled.get())) {
                return false;
            }
        }
        return ownLibraries()
                .allMatch(jar -> isNewest(jar, classes(moduleAbove(jar).orElseThrow())));
    }

    private boolean isPackedLast() throws IOException {
        return isComplete()
                && isCompiledAndPacked()
                && isNewest(zip(), Stream.concat(classes(home.resolve(module)), ownLibraries()));
    }

    private static boolean isNewest(Path made, Stream<Path> parts) {
        FileTime written = time(made);
        return parts.noneMatch(part -> isNewerFile(part, written));
    }

    private Path in(String folder) {
        return home.resolve(folder).resolve(out);
    }

    /** The module that makes the package that this one deploys, if this one is a cloud's target. */
    private Optional<BuiltModule> deployed() {
        String name = String.valueOf(Path.of(module).getFileName());
        return name.startsWith(TARGET)
                ? Optional.of(new BuiltModule(home, out, PACKAGES + name.substring(TARGET.length())))
                : Optional.empty();
    }

    private Path zip() {
        return in(module).resolve(Path.of(module).getFileName() + ".zip");
    }

    private List<Path> libraries() throws IOException {
        return Stream.of(Files.readString(in(module).resolve("runtime.classpath"))
                        .strip()
                        .split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    private Stream<Path> ownLibraries() throws IOException {
        return libraries().stream()
                .filter(entry ->
                        Files.isRegularFile(entry) && moduleAbove(entry).isPresent());
    }

    /** The module itself, and those of this project on its class path. */
    private Set<Path> modules() throws IOException {
        Set<Path> modules = new LinkedHashSet<>(Set.of(home.resolve(module)));
        for (Path library : libraries()) {
            moduleAbove(library).ifPresent(modules::add);
        }
        return modules;
    }

    private Stream<Path> classes(Path folder) {
        try (Stream<Path> files = Files.walk(folder.resolve(out).resolve("classes"))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList().stream();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
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
        return time(file).compareTo(built) > 0;
    }
}
