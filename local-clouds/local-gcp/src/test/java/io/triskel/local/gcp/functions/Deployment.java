package io.triskel.local.gcp.functions;

import io.triskel.local.gcp.functions.fixture.EventWriter;
import io.triskel.local.gcp.functions.fixture.HttpEcho;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Makes the jar of the fixtures as a build would. */
public final class Deployment {
    private Deployment() {}

    static FunctionDefinition http(Path folder) throws Exception {
        return FunctionDefinition.of("http-echo", jar(folder), HttpEcho.class.getName());
    }

    /** Writing to the output, with two instances. */
    public static FunctionDefinition events(Path folder, Path output) throws Exception {
        return FunctionDefinition.of("event-writer", jar(folder), EventWriter.class.getName())
                .withEnvironment(Map.of("OUTPUT", output.toString()));
    }

    private static Path jar(Path folder) throws IOException, URISyntaxException {
        Path jar = folder.resolve("function.jar");
        Path classes = Path.of(EventWriter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String name = EventWriter.class.getPackageName().replace('.', '/');
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.list(classes.resolve(name))) {
            for (Path file : files.toList()) {
                out.putNextEntry(new ZipEntry(name + "/" + file.getFileName()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
