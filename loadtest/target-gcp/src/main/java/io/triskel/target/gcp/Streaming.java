package io.triskel.target.gcp;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.pubsub.PullConsumer;
import io.triskel.gcp.pubsub.PullSettings;
import io.triskel.load.Consumption;
import io.triskel.observe.Observer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A subscription that is pulled between runs, too, as by a long-running process: reopening a stream delays the messages in hand. */
final class Streaming implements Consumption {
    private static final long LOOKS_EVERY_NANOS = 1_000_000;

    private final GcpClients clients;
    private final String subscription;
    private final BatchProcessor processor;
    private final EventCodec codec;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private Optional<PullConsumer> consumer = Optional.empty();

    Streaming(GcpClients clients, String subscription, BatchProcessor processor, EventCodec codec) {
        this.clients = clients;
        this.subscription = subscription;
        this.processor = processor;
        this.codec = codec;
    }

    @Override
    public Progress run(int limit, Deadline deadline) {
        PullConsumer open = consumer.orElseGet(this::start);
        long before = open.settled();
        InstantSource clock = InstantSource.system();
        while (open.settled() - before < limit && !deadline.passed(clock)) {
            LockSupport.parkNanos(LOOKS_EVERY_NANOS);
        }
        List<String> met = new ArrayList<>(problems);
        problems.removeAll(met);
        return new Progress(Math.toIntExact(open.settled() - before), open.inHand() == 0, met);
    }

    private PullConsumer start() {
        PullConsumer started = new PullConsumer(
                clients::subscriber,
                clients.subscription(subscription),
                processor,
                codec,
                PullSettings.defaults(),
                InstantSource.system(),
                new Observer() {
                    @Override
                    public void portFailed(String port, Throwable failure) {
                        problems.add(port + ": " + failure.getMessage());
                    }
                });
        started.start();
        consumer = Optional.of(started);
        return started;
    }

    @Override
    public void pause() {
        consumer.ifPresent(PullConsumer::close);
        consumer = Optional.empty();
    }

    @Override
    public void close() {
        pause();
    }
}
