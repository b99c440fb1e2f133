package io.triskel.aws.kinesis;

import io.triskel.local.Await;
import io.triskel.local.ChildProcess;
import io.triskel.local.NodeTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Kinesis that is not ours: npm's kinesis-local, on a loopback port, ended with the tests. */
final class KinesisLocal implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening (\\d+)\n");

    private final Path output = temporaryFile();
    private final ChildProcess process;
    private final URI uri;

    KinesisLocal() {
        NodeTools tools = NodeTools.ofProject();
        Path script = NodeTools.projectRoot().resolve("local-clouds/node/kinesis-local.cjs");
        process = ChildProcess.start(
                List.of("node", script.toString(), tools.folder().toString()), tools.folder(), Map.of(), output);
        try {
            uri = URI.create("http://127.0.0.1:" + Await.value("kinesis-local to listen", this::port));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    URI uri() {
        return uri;
    }

    private Optional<String> port() {
        String text = process.tail(2000);
        if (!process.isAlive()) {
            throw new IllegalStateException("kinesis-local did not start: " + text);
        }
        Matcher line = LISTENING.matcher(text);
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("triskel-kinesis-local", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
