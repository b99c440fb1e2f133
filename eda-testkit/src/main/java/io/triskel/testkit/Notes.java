package io.triskel.testkit;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.personal.Personal;
import io.triskel.store.CommandId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The events, streams and commands of the stores' contracts; names are unique, so a store may be shared. */
final class Notes {
    static final EventType NOTED = EventType.of("triskel.testkit.noted", 1);
    static final EventType NOTED_ABOUT = EventType.of("triskel.testkit.noted-about", 1);

    record Noted(String text) {}

    record NotedAbout(Personal<String> text) {}

    private Notes() {}

    static TypeRegistry types() {
        return TypeRegistry.builder()
                .add(NOTED, Noted.class)
                .add(NOTED_ABOUT, NotedAbout.class)
                .build();
    }

    static EventCodec codec() {
        return EventCodec.of(types());
    }

    static StreamId stream() {
        return new StreamId("note-" + UUID.randomUUID());
    }

    static CommandId command() {
        return new CommandId(UUID.randomUUID().toString());
    }

    static Envelope<Noted> note(String text) {
        return Envelope.of(new EventId("/testkit", UUID.randomUUID().toString()), NOTED, new Noted(text));
    }

    static List<Envelope<Noted>> notes(String... texts) {
        List<Envelope<Noted>> notes = new ArrayList<>();
        for (String text : texts) {
            notes.add(note(text));
        }
        return notes;
    }

    static List<Envelope<Noted>> notes(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> note("note " + i)).toList();
    }

    static List<String> texts(List<Envelope<?>> events) {
        return events.stream().map(event -> ((Noted) event.data()).text()).toList();
    }
}
