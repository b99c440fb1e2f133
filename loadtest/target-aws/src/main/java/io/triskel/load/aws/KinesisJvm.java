package io.triskel.load.aws;

import io.triskel.local.Await;
import io.triskel.local.ChildProcess;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Kinesis in a JVM of its own, so that its work is not counted as that of whoever measures here. Ends with this JVM. */
final class KinesisJvm implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening (http://\\S+)\n");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final URI uri;

    private KinesisJvm(ChildProcess process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    static KinesisJvm start() {
        ChildProcess process = ChildProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KinesisJvm.class.getName()),
                Path.of("").toAbsolutePath(),
                Map.of(),
                temporaryFile());
        return new KinesisJvm(process, Await.value("Kinesis to listen", PATIENCE, () -> address(process)));
    }

    /** What runs in the other JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        try (KinesisServer server = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1))) {
            System.out.println("listening " + server.uri());
            new CountDownLatch(1).await();
        }
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.close();
        try {
            Files.deleteIfExists(process.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<URI> address(ChildProcess process) {
        String text = process.tail(1000);
        if (!process.isAlive()) {
            throw new IllegalStateException("Kinesis did not start: " + text);
        }
        Matcher line = LISTENING.matcher(text);
        return line.find() ? Optional.of(URI.create(line.group(1))) : Optional.empty();
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("triskel-kinesis", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
