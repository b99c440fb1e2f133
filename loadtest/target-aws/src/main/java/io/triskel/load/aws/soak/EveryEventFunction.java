package io.triskel.load.aws.soak;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.event.Envelope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes every event, and has no inbox: the effect itself recognises repeats. What a batch brings for a key goes into the key's
 * stream of the event store as one commit, so that DynamoDB is written to once per batch and key.
 */
public final class EveryEventFunction extends KinesisFunction {
    static final String NAME = "every";

    private final Map<String, List<Envelope<?>>> batch;
    private final Effects effects;

    /** As Lambda makes it. */
    public EveryEventFunction() {
        this(Equipment.of(System.getenv()), new LinkedHashMap<>());
    }

    private EveryEventFunction(Equipment with, Map<String, List<Envelope<?>>> batch) {
        super(processor(with.failing(), batch), Numbered.CODEC, InstantSource.system());
        this.batch = batch;
        this.effects = new Effects(with.store());
    }

    private static BatchProcessor processor(Failing failing, Map<String, List<Envelope<?>>> batch) {
        Consumer consumer = Consumer.named(NAME)
                .on(Numbered.TYPE, Numbered.class, (event, handling) -> note(event, failing, batch))
                .on(Numbered.SAMPLED_TYPE, Numbered.Sampled.class, (event, handling) -> note(event, failing, batch))
                .build();
        return BatchProcessor.of(consumer).codec(Numbered.CODEC).build();
    }

    private static void note(Envelope<?> event, Failing failing, Map<String, List<Envelope<?>>> batch) {
        failing.maybe(event);
        batch.computeIfAbsent(Numbered.of(event).key(), key -> new ArrayList<>())
                .add(event);
    }

    /** Throws if an effect could not be written: then the whole batch comes again. */
    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        batch.clear();
        StreamsEventResponse response = super.handleRequest(event, context);
        batch.forEach(effects::write);
        return response;
    }
}
