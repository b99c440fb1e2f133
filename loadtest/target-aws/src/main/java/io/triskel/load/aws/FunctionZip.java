package io.triskel.load.aws;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A deployment package of what classes were loaded from: classes at the top, jars in {@code lib}. */
final class FunctionZip {
    private FunctionZip() {}

    static Path of(Path zip, List<Class<?>> classes) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> type : classes) {
            places.add(placeOf(type));
        }
        Set<String> names = new LinkedHashSet<>();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Path place : places) {
                if (Files.isDirectory(place)) {
                    addFolder(out, place, names);
                } else {
                    add(out, "lib/" + place.getFileName(), place);
                }
            }
        }
        return zip;
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot find where " + type + " is from", e);
        }
    }

    private static void addFolder(ZipOutputStream out, Path folder, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (names.add(name)) {
                    add(out, name, file);
                }
            }
        }
    }

    private static void add(ZipOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        Files.copy(file, out);
        out.closeEntry();
    }
}
