package io.triskel.target.gcp;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.pubsub.PullConsumer;
import io.triskel.gcp.pubsub.PullSettings;
import io.triskel.load.Consumption;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A subscription pulled for the time of a run. Pub/Sub does not say when all is read: silence counts as the end, unless the
 * number of events is known.
 */
record Pulling(GcpClients clients, String subscription, BatchProcessor processor, EventCodec codec, int events)
        implements Consumption {
    private static final long LOOKS_EVERY_NANOS = 1_000_000;

    @Override
    public Progress run(int limit, Deadline deadline) {
        int most = Math.min(limit, events);
        List<String> problems = new CopyOnWriteArrayList<>();
        InstantSource clock = InstantSource.system();
        PullSettings settings = PullSettings.defaults();
        PullConsumer consumer = new PullConsumer(
                clients::subscriber,
                clients.subscription(subscription),
                processor,
                codec,
                settings.withInHand(Math.min(most, settings.inHand()), settings.inHandBytes()),
                clock,
                new Told(problems));
        boolean silent = false;
        try (consumer) {
            consumer.start();
            while (consumer.settled() < most && !silent && !deadline.passed(clock)) {
                LockSupport.parkNanos(LOOKS_EVERY_NANOS);
                silent = silent(consumer);
            }
        }
        long settled = consumer.settled();
        return new Progress(Math.toIntExact(settled), silent || settled >= events, problems);
    }

    /** Whether nothing has come for longer than a busy machine may pause. */
    private boolean silent(PullConsumer consumer) {
        Duration silence =
                clients.settings().pubSubEmulator().isPresent() ? Duration.ofSeconds(1) : Duration.ofSeconds(5);
        return events == Integer.MAX_VALUE && consumer.idle().compareTo(silence) > 0;
    }

    private record Told(List<String> problems) implements Observer {
        @Override
        public void portFailed(String port, Throwable failure) {
            problems.add(port + ": " + failure.getMessage());
        }
    }
}
