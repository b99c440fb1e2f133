package io.triskel.gcp.firestore;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.store.CommandId;
import java.util.UUID;

/** What these tests append. */
final class Remarks {
    private static final EventType REMARKED = EventType.of("triskel.gcp.remarked", 1);

    record Remarked(String text) {}

    private Remarks() {}

    static EventCodec codec() {
        return EventCodec.of(
                TypeRegistry.builder().add(REMARKED, Remarked.class).build());
    }

    static Envelope<Remarked> remark(String text) {
        return Envelope.of(new EventId("/gcp", UUID.randomUUID().toString()), REMARKED, new Remarked(text));
    }

    static CommandId command() {
        return new CommandId(UUID.randomUUID().toString());
    }
}
