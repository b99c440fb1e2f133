package io.triskel.benchmarks.soak;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.local.Await;
import io.triskel.publish.OrderedPublisher;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends events all the way and looks for each in the streams that functions have appended to. This class sets all faults off.
 */
final class SoakRun {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final int CHUNKS = 20;
    private static final int AHEAD = 3;
    private static final int PAGE = 1_000;

    private final SoakSettings settings;
    private final Consumer<String> told;
    private final Ledger every = new Ledger();
    private final Ledger sampled = new Ledger();
    private int kills;

    /**
     * Creates it.
     *
     * @param told takes reports of the progress
     */
    SoakRun(SoakSettings settings, Consumer<String> told) {
        this.settings = settings;
        this.told = told;
    }

    /** Runs the soak, once. */
    SoakResult run(SoakTarget target) {
        Producer producer = new Producer(
                OrderedPublisher.builder(target.ports().bus(), Numbered.CODEC).build(), settings, every, sampled);
        target.arm();
        long begun = System.nanoTime();
        publish(producer, target);
        Map<String, Long> injected = target.injected();
        Await.until("everything to be settled", PATIENCE, target::isCaughtUp);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        told.accept("settled after " + took.toSeconds() + " s; reading what is there");
        EventStore store = target.ports().stores().eventStore(Numbered.CODEC);
        for (int key = 0; key < settings.keys(); key++) {
            see(store, EveryEvent.NAME, key, every);
            see(store, SampledEvents.NAME, key, sampled);
        }
        return new SoakResult(
                target.binding().name(),
                settings,
                every.tally(),
                sampled.tally(),
                producer.outcomes(),
                target.onTheBus(),
                injected,
                kills,
                target.functions(),
                took);
    }

    /** Publishes no faster than consumers follow, so that publishing, handling and faults overlap. */
    private void publish(Producer producer, SoakTarget target) {
        int chunk = (settings.events() + CHUNKS - 1) / CHUNKS;
        int made = 0;
        for (int i = 0; made < settings.events(); i++) {
            int next = Math.min(chunk, settings.events() - made);
            producer.publish(next);
            made += next;
            target.disturb(i, CHUNKS);
            if (kills < settings.kills() * (i + 1) / CHUNKS) {
                Await.until("a JVM to kill", PATIENCE, () -> target.kill(kills));
                kills++;
            }
            int behind = producer.published() - AHEAD * chunk;
            Await.until("consumers to follow", PATIENCE, () -> target.handed() >= behind);
            told.accept(made + " events made, " + kills + " JVMs killed");
        }
        producer.finish();
    }

    private void see(EventStore store, String consumer, int key, Ledger ledger) {
        StreamId stream = Numbered.stream(consumer, settings.key(key));
        long revision = 0;
        boolean more = true;
        while (more) {
            EventPage page = store.read(stream, revision, PAGE);
            for (Envelope<?> event : page.events()) {
                Numbered numbered = Numbered.of(event);
                ledger.see(numbered.key(), numbered.number());
            }
            revision += page.events().size();
            more = page.more();
        }
    }
}
