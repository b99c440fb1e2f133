package io.triskel.gcp.firestore;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;

/** Converts a parked event to fields, and back; {@link ParkedBodies} adds its body. */
final class ParkedFields {
    private ParkedFields() {}

    static String id(EventId event) {
        return DocumentIds.spread(event.source(), event.id());
    }

    static Cells of(ParkedEvent event) {
        return new Cells()
                .text("consumer", event.consumer())
                .text("lane", event.lane().value())
                .flag("alone", event.lane().alone())
                .text("source", event.event().source())
                .text("id", event.event().id())
                .texts("attributes", event.wire().attributes())
                .text("position", event.position())
                .text("reason", event.reason())
                .number("attempts", event.attempts())
                .instant("parkedAt", event.parkedAt())
                .instant("replayAt", event.replayAt());
    }

    static ParkedEvent event(Stored there, byte[] body) {
        return new ParkedEvent(
                there.text("consumer"),
                new Lane(there.text("lane"), there.flag("alone")),
                new EventId(there.text("source"), there.text("id")),
                new WireEvent(there.texts("attributes"), body),
                there.text("position"),
                there.text("reason"),
                Math.toIntExact(there.number("attempts")),
                there.instant("parkedAt").orElseThrow(),
                there.instant("replayAt"));
    }
}
