package io.triskel.load.aws.soak;

import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.event.Envelope;
import io.triskel.store.AppendResult;
import io.triskel.store.CommandId;
import io.triskel.store.EventStore;
import io.triskel.store.Expectation;
import java.time.InstantSource;
import java.util.List;

/**
 * Takes the events of sampled keys, one by one, and leaves repeats to its inbox: each event that it is given becomes a commit. Only
 * one that it was given twice, since its JVM died before the inbox knew, is recognised by its command id.
 */
public final class InboxFunction extends KinesisFunction {
    static final String NAME = "inbox";

    /** As Lambda makes it. */
    public InboxFunction() {
        super(processor(Equipment.of(System.getenv())), Numbered.CODEC, InstantSource.system());
    }

    private static BatchProcessor processor(Equipment with) {
        EventStore store = with.store();
        Consumer consumer = Consumer.named(NAME)
                .on(Numbered.SAMPLED_TYPE, Numbered.Sampled.class, (event, handling) -> {
                    with.failing().maybe(event);
                    append(store, event);
                })
                .inbox(with.inbox())
                .build();
        return BatchProcessor.of(consumer).codec(Numbered.CODEC).build();
    }

    private static void append(EventStore store, Envelope<Numbered.Sampled> event) {
        long revision = event.data().number();
        AppendResult result = append(store, event, revision);
        while (result instanceof AppendResult.Conflict conflict) {
            // Doubled or out of order, and to be seen as that.
            result = append(store, event, conflict.actualRevision());
        }
    }

    private static AppendResult append(EventStore store, Envelope<Numbered.Sampled> event, long revision) {
        return store.append(
                Numbered.stream(NAME, event.data().key()),
                Expectation.exactly(revision),
                List.of(event),
                new CommandId(event.id().id()));
    }
}
