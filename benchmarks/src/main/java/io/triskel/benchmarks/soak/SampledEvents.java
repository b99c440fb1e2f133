package io.triskel.benchmarks.soak;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.inbox.Inbox;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventStore;
import java.util.List;

/**
 * Takes the events of sampled keys, one by one, and leaves repeats to its inbox: each event becomes a commit. Only an event
 * that comes again because the JVM died before the inbox knew of it is recognised by its command id.
 */
public final class SampledEvents {
    /** The consumer's name. */
    public static final String NAME = "inbox";

    private SampledEvents() {}

    /** {@return the consumer's processor} */
    public static BatchProcessor processor(EventStore store, Inbox inbox, Failing failing) {
        EventConsumer consumer = EventConsumer.named(NAME)
                .on(Numbered.SAMPLED_TYPE, Numbered.Sampled.class, (event, handling) -> {
                    failing.maybe(event);
                    append(store, event);
                })
                .inbox(inbox)
                .build();
        return BatchProcessor.of(consumer).codec(Numbered.CODEC).build();
    }

    private static void append(EventStore store, Envelope<Numbered.Sampled> event) {
        long revision = event.data().number();
        AppendResult result = append(store, event, revision);
        while (result instanceof AppendResult.Conflict conflict) {
            // The event is doubled or out of order: it is appended, so that the ledger sees it.
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
