package io.triskel.aws.firehose;

import io.triskel.archive.ArchiveReader;
import io.triskel.archive.JsonLines;
import io.triskel.aws.AwsClients;
import io.triskel.aws.LocalClients;
import io.triskel.codec.EventCodec;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.firehose.DeliverySettings;
import io.triskel.local.aws.firehose.DeliveryStream;
import io.triskel.local.aws.firehose.FirehoseServer;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.publish.OrderedPublisher;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A delivery stream on this machine with the adapter's publisher before it and its reader behind it. */
final class FirehoseArchive implements AutoCloseable {
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final ArchiveReader reader;
    private final KinesisServer kinesis = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    final FirehoseServer server;
    private final AwsClients clients;
    final DeliveryStream stream;
    final FirehoseBus bus;
    final OrderedPublisher publisher;

    FirehoseArchive(EventCodec codec, Path folder) {
        InstantSource clock = InstantSource.system();
        reader = new ArchiveReader(new JsonLines(), codec, type -> true);
        server = FirehoseServer.start(folder, kinesis::stream, clock, false, new FaultPlan(1));
        clients = LocalClients.of("FIREHOSE", server.uri());
        stream = server.createDirect("archive", DeliverySettings.to("archive").withGzip());
        bus = bus("archive");
        publisher = OrderedPublisher.builder(bus, codec).clock(clock).build();
    }

    FirehoseBus bus(String name) {
        return FirehoseBus.of(clients, name).withExecutor(executor);
    }

    Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(4), InstantSource.system());
    }

    List<Delivery> readBack() {
        stream.flush();
        List<Delivery> read = new ArrayList<>();
        for (Path object : stream.objects()) {
            try (InputStream in = Files.newInputStream(object)) {
                reader.read(object.getFileName().toString(), in, 100, read::addAll);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return read;
    }

    @Override
    public void close() {
        clients.close();
        server.close();
        kinesis.close();
        executor.shutdownNow();
    }
}
