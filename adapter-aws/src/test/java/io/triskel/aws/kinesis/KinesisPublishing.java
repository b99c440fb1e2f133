package io.triskel.aws.kinesis;

import io.triskel.aws.AwsClients;
import io.triskel.aws.LocalClients;
import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A stream on this machine with the adapter's publisher before it, read back with the real SDK. */
final class KinesisPublishing implements AutoCloseable {
    private final EventCodec codec;
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    final KinesisServer server = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    final AwsClients clients = LocalClients.of(server);
    final KinesisStream stream = server.createStream("events", 4);
    final KinesisBus bus;
    final OrderedPublisher publisher;

    KinesisPublishing(EventCodec codec) {
        this.codec = codec;
        this.bus = bus("events");
        this.publisher = publisher(bus);
    }

    KinesisBus bus(String name) {
        return KinesisBus.of(clients, name).withExecutor(executor);
    }

    OrderedPublisher publisher(KinesisBus to) {
        return OrderedPublisher.builder(to, codec).build();
    }

    Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(4), InstantSource.system());
    }

    List<Envelope<?>> readBack() {
        List<Envelope<?>> events = new ArrayList<>();
        for (Record record : records()) {
            events.add(codec.decode(record.data().asByteArrayUnsafe()));
        }
        return events;
    }

    List<Record> records() {
        return ShardPages.recordsOf(clients.kinesis(), "events");
    }

    @Override
    public void close() {
        clients.close();
        server.close();
        executor.shutdownNow();
    }
}
