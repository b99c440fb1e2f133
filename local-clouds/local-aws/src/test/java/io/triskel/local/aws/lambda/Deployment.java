package io.triskel.local.aws.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.triskel.local.aws.lambda.fixture.StreamFunction;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.joda.time.DateTime;

/** Makes the zip of the fixtures as a build would: classes at the top, jars in lib. */
final class Deployment {
    private Deployment() {}

    static Path zip(Path folder) throws IOException, URISyntaxException {
        Path zip = folder.resolve("function.zip");
        Path classes = locationOf(StreamFunction.class);
        String name = StreamFunction.class.getPackageName().replace('.', '/');
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                var files = Files.list(classes.resolve(name))) {
            for (Path file : files.toList()) {
                add(out, name + "/" + file.getFileName(), file);
            }
            for (Class<?> library : List.of(KinesisEvent.class, RequestHandler.class, DateTime.class)) {
                Path jar = locationOf(library);
                add(out, "lib/" + jar.getFileName(), jar);
            }
        }
        return zip;
    }

    private static Path locationOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void add(ZipOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        Files.copy(file, out);
        out.closeEntry();
    }
}
