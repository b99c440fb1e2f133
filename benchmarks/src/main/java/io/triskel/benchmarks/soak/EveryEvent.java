package io.triskel.benchmarks.soak;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.store.EventStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes every event, and has no inbox: the effect itself recognises repeats. The events of a batch for a key go into the key's stream of
 * the event store as one commit, so that the store is written to once per batch and key. For one batch at a time, or one event at a time.
 */
public final class EveryEvent {
    /** The consumer's name. */
    public static final String NAME = "every";

    private final Map<String, List<Envelope<?>>> batch = new LinkedHashMap<>();
    private final Effects effects;
    private final Failing failing;

    /** Creates it. */
    public EveryEvent(EventStore store, Failing failing) {
        this.effects = new Effects(store);
        this.failing = failing;
    }

    /** {@return the processor of a batch, to be called between {@link #begin} and {@link #write}} */
    public BatchProcessor processor() {
        return processor(this::note);
    }

    private static BatchProcessor processor(java.util.function.Consumer<Envelope<?>> handler) {
        EventConsumer consumer = EventConsumer.named(NAME)
                .on(Numbered.TYPE, Numbered.class, (event, handling) -> handler.accept(event))
                .on(Numbered.SAMPLED_TYPE, Numbered.Sampled.class, (event, handling) -> handler.accept(event))
                .build();
        return BatchProcessor.of(consumer).codec(Numbered.CODEC).build();
    }

    /** {@return a processor of one event at a time, with a commit for each; by several threads at once if need be} */
    public static BatchProcessor oneByOne(EventStore store, Failing failing) {
        EveryEvent each = new EveryEvent(store, failing);
        return processor(each::write);
    }

    private void write(Envelope<?> event) {
        failing.maybe(event);
        effects.write(Numbered.of(event).key(), List.of(event));
    }

    private void note(Envelope<?> event) {
        failing.maybe(event);
        batch.computeIfAbsent(Numbered.of(event).key(), key -> new ArrayList<>())
                .add(event);
    }

    /** Forgets what an earlier batch has left. */
    public void begin() {
        batch.clear();
    }

    /** Writes the effects; if it throws, the whole batch must be redelivered. */
    public void write() {
        batch.forEach(effects::write);
    }
}
