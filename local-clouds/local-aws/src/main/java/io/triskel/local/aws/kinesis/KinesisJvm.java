package io.triskel.local.aws.kinesis;

import io.triskel.local.FaultPlan;
import io.triskel.local.OtherJvm;
import java.net.URI;
import java.util.regex.Pattern;

/** Runs a Kinesis emulator in a separate JVM, so that a measurement in this one does not count its work. */
public record KinesisJvm(OtherJvm jvm) implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening (http://\\S+)\n");

    /** {@return a running Kinesis without limits and faults} */
    public static KinesisJvm start() {
        return new KinesisJvm(OtherJvm.start(KinesisJvm.class, LISTENING));
    }

    /** Runs in the other JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        try (KinesisServer server = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1))) {
            OtherJvm.serve("listening " + server.uri());
        }
    }

    public URI uri() {
        return URI.create(jvm.ready().group(1));
    }

    @Override
    public void close() {
        jvm.close();
    }
}
