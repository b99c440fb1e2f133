package io.triskel.local.aws.kinesis;

import io.triskel.local.FaultPlan;
import io.triskel.local.OtherJvm;
import java.net.URI;
import java.util.regex.Pattern;

/** A Kinesis in a JVM of its own, so that a measurement in this one does not count its work. */
public record KinesisJvm(OtherJvm jvm) implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening (http://\\S+)\n");

    /** {@return one without limits and faults, which listens} */
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
