package io.triskel.load.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** All classes of several jars and folders in one jar that is not compressed, so that a JVM starts sooner. */
public final class OneJar {
    private final ZipOutputStream jar;
    private final Set<String> names = new HashSet<>();
    private final Map<String, ByteArrayOutputStream> services = new LinkedHashMap<>();

    private OneJar(ZipOutputStream jar) {
        this.jar = jar;
    }

    /** Writes the jar, and leaves the stream open. */
    public static void write(OutputStream out, Set<Path> places) throws IOException {
        ZipOutputStream jar = new ZipOutputStream(out);
        new OneJar(jar).add(places);
        jar.finish();
    }

    private void add(Set<Path> places) throws IOException {
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                addFolder(place);
            } else {
                addJar(place);
            }
        }
        for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
            add(service.getKey(), service.getValue().toByteArray());
        }
    }

    private void addFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (names.add(name)) {
                    add(name, Files.readAllBytes(file));
                }
            }
        }
    }

    private void addJar(Path place) throws IOException {
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
                    add(name, content);
                }
            }
        }
    }

    private void add(String name, byte[] content) throws IOException {
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
