package io.triskel.target.aws;

import io.triskel.load.jar.ClassPath;
import io.triskel.load.jar.OneJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Deployment packages of what is on this JVM's own class path, made as {@code order-aws.zip} is: all classes in one jar that
 * is not compressed, in a zip that is.
 */
public final class FunctionZip {
    private static final List<String> DEPLOYED = List.of(
            "io/triskel/load/",
            "io/triskel/target/",
            "io/triskel/benchmarks/",
            "io/triskel/event/",
            "io/triskel/aws/",
            "software/amazon/awssdk/",
            "com/amazonaws/services/lambda/runtime/",
            "com/fasterxml/jackson/",
            "org/joda/time/",
            "org/jspecify/",
            "org/reactivestreams/",
            "org/slf4j/");
    /** Packages that Lambda has itself, and HTTP clients that are not used. */
    private static final List<String> LEFT_OUT = List.of(
            "com/amazonaws/services/lambda/runtime/api/client/",
            "com/amazonaws/services/lambda/runtime/serialization/",
            "software/amazon/awssdk/http/nio/netty/",
            "com/fasterxml/jackson/dataformat/cbor/");

    private FunctionZip() {}

    /** Packs what these classes were loaded from, and nothing else. */
    static Path of(Path zip, List<Class<?>> classes) throws IOException {
        return of(zip, ClassPath.of(classes));
    }

    /**
     * Packs what functions of this module may need: ours, the SDK with the JDK's own client of HTTP, Jackson.
     *
     * @return the zip
     */
    public static Path ofClassPath(Path zip) throws IOException {
        return of(zip, ClassPath.with(DEPLOYED, LEFT_OUT));
    }

    private static Path of(Path zip, Set<Path> places) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("lib/functions.jar"));
            OneJar.write(out, places);
            out.closeEntry();
        }
        return zip;
    }
}
