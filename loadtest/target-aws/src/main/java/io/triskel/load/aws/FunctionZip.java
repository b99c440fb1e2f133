package io.triskel.load.aws;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Deployment packages of what is on this JVM's own class path, made as {@code order-aws.zip} is: all classes in one jar that
 * is not compressed, in a zip that is.
 */
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
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("lib/functions.jar"));
            ZipOutputStream jar = new ZipOutputStream(out);
            Set<String> names = new HashSet<>();
            Map<String, ByteArrayOutputStream> services = new LinkedHashMap<>();
            for (Path place : places) {
                if (Files.isDirectory(place)) {
                    addFolder(jar, place, names);
                } else {
                    addJar(jar, place, names, services);
                }
            }
            for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
                add(jar, service.getKey(), service.getValue().toByteArray());
            }
            jar.finish();
            out.closeEntry();
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

    private static void addFolder(ZipOutputStream jar, Path folder, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (names.add(name)) {
                    add(jar, name, Files.readAllBytes(file));
                }
            }
        }
    }

    private static void addJar(
            ZipOutputStream jar, Path place, Set<String> names, Map<String, ByteArrayOutputStream> services)
            throws IOException {
        try (ZipFile from = new ZipFile(place.toFile())) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                String name = entry.getName();
                boolean service = name.startsWith("META-INF/services/");
                if (entry.isDirectory() || (name.startsWith("META-INF/") && !service)) {
                    continue;
                }
                byte[] content = from.getInputStream(entry).readAllBytes();
                if (service) {
                    ByteArrayOutputStream all = services.computeIfAbsent(name, absent -> new ByteArrayOutputStream());
                    all.write(content);
                    all.write('\n');
                } else if (names.add(name)) {
                    add(jar, name, content);
                }
            }
        }
    }

    private static void add(ZipOutputStream jar, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
