package io.triskel.gcp;

import io.triskel.event.Deadline;
import io.triskel.gcp.pubsub.PullConsumer;
import io.triskel.gcp.pubsub.PullSettings;
import io.triskel.observe.Observer;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Feeds consumers in a long-running process, each from the pull subscription {@code TOPIC-CONSUMER}. Several processes share the
 * subscriptions.
 */
public final class GcpHosting implements Hosting.Provider {
    @Override
    public String name() {
        return "gcp";
    }

    @Override
    public Hosting open(Map<String, String> environment, Platform.Settings settings) {
        return new Opened(GcpPlatform.open(environment, settings));
    }

    private record Opened(GcpPlatform.Opened parts) implements Hosting {
        @Override
        public Platform platform() {
            return parts.platform();
        }

        @Override
        public List<Feed> feeds(List<HostedConsumer> consumers) {
            String topic = parts.topic().substring(parts.topic().lastIndexOf('/') + 1);
            List<Feed> feeds = new ArrayList<>();
            for (HostedConsumer consumer : consumers) {
                Troubles troubles = new Troubles();
                feeds.add(new Pull(
                        new PullConsumer(
                                parts.clients()::subscriber,
                                parts.clients().subscription(topic + "-" + consumer.name()),
                                consumer.processor(),
                                platform().codec(),
                                PullSettings.defaults(),
                                platform().clock(),
                                Observer.all(platform().observer(), troubles)),
                        troubles,
                        platform().clock()));
            }
            return feeds;
        }
    }

    /** What failed since the last run; the stream reopens by itself. */
    private static final class Troubles implements Observer {
        private final AtomicReference<@Nullable String> last = new AtomicReference<>();

        @Override
        public void portFailed(String port, Throwable failure) {
            last.set(port + ": " + failure.getMessage());
        }

        List<String> taken() {
            String known = last.getAndSet(null);
            return known == null ? List.of() : List.of(known);
        }
    }

    /** The consumer works on its own threads; a run watches it for a while. */
    private static final class Pull implements Hosting.Feed {
        private static final Duration WATCH = Duration.ofSeconds(1);

        private final PullConsumer consumer;
        private final Troubles troubles;
        private final InstantSource clock;
        private boolean started;
        private long known;

        Pull(PullConsumer consumer, Troubles troubles, InstantSource clock) {
            this.consumer = consumer;
            this.troubles = troubles;
            this.clock = clock;
        }

        @Override
        public Hosting.Run run(int limit, Deadline deadline) {
            if (!started) {
                started = true;
                consumer.start();
            }
            try {
                Thread.sleep(Math.max(
                        0, Math.min(WATCH.toMillis(), deadline.remaining(clock).toMillis())));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            long settled = consumer.settled();
            int since = (int) (settled - known);
            known = settled;
            return new Hosting.Run(since, since == 0 && consumer.inHand() == 0, troubles.taken(), Optional.empty());
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
