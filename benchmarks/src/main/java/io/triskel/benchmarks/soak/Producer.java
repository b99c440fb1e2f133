package io.triskel.benchmarks.soak;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Publishes events until the bus has them all; rejected and withheld events go again, before new events of their key. */
final class Producer {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EventPublisher publisher;
    private final SoakSettings settings;
    private final Ledger every;
    private final Ledger sampled;
    private final Map<String, Long> outcomes = new TreeMap<>();
    private List<Envelope<?>> left = new ArrayList<>();
    private int made;

    Producer(EventPublisher publisher, SoakSettings settings, Ledger every, Ledger sampled) {
        this.publisher = publisher;
        this.settings = settings;
        this.every = every;
        this.sampled = sampled;
    }

    /** Publishes so many new events after those that are left from before, until at most half as many are left. */
    void publish(int events) {
        for (int i = 0; i < events; i++) {
            left.add(next());
        }
        do {
            publishWhatIsLeft();
        } while (left.size() > events / 2);
    }

    void finish() {
        while (!left.isEmpty()) {
            publishWhatIsLeft();
        }
    }

    /** How many events the bus has accepted. */
    int published() {
        return made - left.size();
    }

    /** How often each outcome was reported. */
    Map<String, Long> outcomes() {
        return outcomes;
    }

    private Envelope<?> next() {
        int keyNumber = made++ % settings.keys();
        String key = settings.key(keyNumber);
        int number = every.send(key);
        boolean isSampled = settings.isSampled(keyNumber);
        if (isSampled) {
            int same = sampled.send(key);
            if (same != number) {
                throw new IllegalStateException("Both ledgers number the events of " + key + " alike");
            }
        }
        return new Numbered(number, key).event(isSampled);
    }

    private void publishWhatIsLeft() {
        PublishReport report = publisher.publishAndWait(left, Deadline.in(PATIENCE, InstantSource.system()));
        List<Envelope<?>> again = new ArrayList<>();
        for (Entry entry : report.entries()) {
            outcomes.merge(entry.outcome().tag(), 1L, Long::sum);
            if (!(entry instanceof Entry.Accepted)) {
                again.add(entry.event());
            }
        }
        again.forEach(event -> event.key().ifPresent(publisher::resume));
        left = again;
    }
}
