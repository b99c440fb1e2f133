package io.triskel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventStore;
import java.util.ArrayList;
import java.util.List;

/** The events that the outbox's tests commit and publish. */
final class Facts {
    static final EventType TYPE = EventType.of("test.fact", 1);

    record Fact(String text) {}

    private Facts() {}

    static EventCodec codec() {
        return EventCodec.of(TypeRegistry.builder().add(TYPE, Fact.class).build());
    }

    /** A later release's codec, whose upcaster forgot what this text means. */
    static EventCodec codecThatCannotRead(String text) {
        EventType newer = EventType.of(TYPE.name(), 2);
        return EventCodec.of(TypeRegistry.builder()
                .add(newer, Fact.class)
                .upcast(TYPE, newer, data -> {
                    if (data.text("text").equals(text)) {
                        throw new IllegalStateException("no upcaster for " + text);
                    }
                    return data;
                })
                .build());
    }

    /** Commits so many events at the end of a stream. */
    static void commit(EventStore store, StreamId stream, int count) {
        if (count > 0) {
            commit(store, stream, count, "fact");
        }
    }

    static void commit(EventStore store, StreamId stream, int count, String text) {
        long last = store.read(stream, 0, 1).lastRevision();
        List<Envelope<?>> events = new ArrayList<>();
        for (long revision = last + 1; revision <= last + count; revision++) {
            events.add(Envelope.of(new EventId("/" + stream, "e" + revision), TYPE, new Fact(text)));
        }
        assertThat(store.append(stream, Expectation.exactly(last), events, new CommandId("c" + last)))
                .isInstanceOf(AppendResult.Committed.class);
    }

    static long revision(Envelope<?> event) {
        return ((EventKind.Sourced) event.pattern()).revision();
    }

    static StreamId stream(Envelope<?> event) {
        return ((EventKind.Sourced) event.pattern()).stream();
    }
}
