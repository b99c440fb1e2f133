package io.triskel.load.jar;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The jars and folders that this JVM has its classes from. */
public final class ClassPath {
    private ClassPath() {}

    /** {@return what these classes were loaded from} */
    public static Set<Path> of(List<Class<?>> classes) {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> type : classes) {
            places.add(placeOf(type));
        }
        return places;
    }

    /**
     * {@return the jars and folders that hold any of these packages, and none of the others}
     *
     * @param packages with slashes, one at the end too
     */
    public static Set<Path> with(List<String> packages, List<String> without) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (Path place : without(without)) {
            if (has(place, packages)) {
                places.add(place);
            }
        }
        return places;
    }

    /** {@return all jars and folders but those that hold any of these packages, named as for {@link #with}} */
    public static Set<Path> without(List<String> packages) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path place = Path.of(entry);
            if (Files.exists(place) && !has(place, packages)) {
                places.add(place);
            }
        }
        return places;
    }

    private static boolean has(Path place, List<String> packages) throws IOException {
        if (Files.isDirectory(place)) {
            return packages.stream().anyMatch(name -> Files.isDirectory(place.resolve(name)));
        }
        try (ZipFile jar = new ZipFile(place.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .anyMatch(name -> packages.stream().anyMatch(name::startsWith));
        }
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot find where " + type + " is from", e);
        }
    }
}
