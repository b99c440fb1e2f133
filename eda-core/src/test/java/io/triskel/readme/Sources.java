package io.triskel.readme;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of all modules, without what is built. */
public final class Sources {
    private static final Set<String> BUILT = Set.of("target", "node_modules");
    private static final String TRISKEL = "src/main/java/io/triskel/";

    private Sources() {}

    /** {@return what is below {@code src/main/java/io/triskel} of some module, without tests} */
    public static Stream<Path> main() throws IOException {
        return all(".java").filter(file -> slashed(file).contains(TRISKEL));
    }

    /** {@return what ends so, tests and documents too} */
    public static Stream<Path> all(String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(Documents.TOP, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                // Below src, a folder named target is a package.
                boolean built = BUILT.contains(name) && !belowTop(folder).contains("/src/");
                boolean inside = folder.equals(Documents.TOP) || (!name.startsWith(".") && !built);
                return inside ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(ending)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found.stream();
    }

    /** {@return the path below {@code io/triskel}, such as {@code consume/Batch.java}} */
    static String belowTriskel(Path file) {
        String path = slashed(file);
        return path.substring(path.indexOf(TRISKEL) + TRISKEL.length());
    }

    /** {@return the path below the folder that holds the README, with slashes} */
    public static String belowTop(Path file) {
        return slashed(Documents.TOP.relativize(file));
    }

    private static String slashed(Path file) {
        return file.toString().replace('\\', '/');
    }
}
