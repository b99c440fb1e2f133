package io.triskel.load.aws;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Deployment packages of what is on this JVM's own class path: classes at the top, jars in {@code lib}. */
public final class FunctionZip {
    private static final List<String> DEPLOYED = List.of(
            "io/triskel/load/",
            "io/triskel/event/",
            "io/triskel/aws/",
            "software/amazon/awssdk/",
            "com/amazonaws/services/lambda/runtime/",
            "com/fasterxml/jackson/",
            "org/joda/time/",
            "org/jspecify/",
            "org/reactivestreams/",
            "org/slf4j/");
    /** What Lambda has itself, and other clients of HTTP than the one that is used. */
    private static final List<String> LEFT_OUT = List.of(
            "com/amazonaws/services/lambda/runtime/api/client/",
            "com/amazonaws/services/lambda/runtime/serialization/",
            "software/amazon/awssdk/http/nio/netty/",
            "com/fasterxml/jackson/dataformat/cbor/");

    private FunctionZip() {}

    /** Packs what these classes were loaded from, and nothing else. */
    static Path of(Path zip, List<Class<?>> classes) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> type : classes) {
            places.add(placeOf(type));
        }
        return of(zip, places);
    }

    /**
     * Packs what functions of this module may need: ours, the SDK with the JDK's own client of HTTP, Jackson.
     *
     * @return the zip
     */
    public static Path ofClassPath(Path zip) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path place = Path.of(entry);
            if (Files.exists(place) && has(place, DEPLOYED) && !has(place, LEFT_OUT)) {
                places.add(place);
            }
        }
        return of(zip, places);
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

    private static Path of(Path zip, Set<Path> places) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Path place : places) {
                if (Files.isDirectory(place)) {
                    addFolder(out, place, names);
                } else if (names.add("lib/" + place.getFileName())) {
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
