package io.triskel.gcp.firestore;

import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane.Head;
import io.triskel.spi.LaneEntry;
import io.triskel.store.KeyForm;
import java.util.Optional;

/** Converts a lane's head to the fields of the lane's document, and back. */
final class LaneFields {
    private LaneFields() {}

    static String id(String consumer, Lane lane) {
        return DocumentIds.spread(consumer, lane.alone() ? "alone" : "named", lane.value());
    }

    /** The prefix under which all lanes of a consumer are listed. */
    static String listed(String consumer) {
        return DocumentIds.of(consumer) + "~";
    }

    static String listed(String consumer, Lane lane) {
        return listed(consumer) + KeyForm.digest(id(consumer, lane));
    }

    static LaneEntry entry(Optional<Stored> stored) {
        return stored.map(there -> new LaneEntry(
                        there.flag("parked"),
                        there.number("fence"),
                        there.instant("leaseEnd"),
                        there.instant("replayAt"),
                        there.number("count"),
                        there.number("next"),
                        there.instant("parkedAt")
                                .map(at ->
                                        new Head(there.text("reason"), Math.toIntExact(there.number("attempts")), at))))
                .orElseGet(LaneEntry::absent);
    }

    static Lane lane(Stored there) {
        return new Lane(there.text("lane"), there.flag("alone"));
    }

    static Cells of(String consumer, Lane lane, LaneEntry entry) {
        int bucket = KeyForm.part(id(consumer, lane));
        return new Cells()
                .text("consumer", consumer)
                .text("lane", lane.value())
                .flag("alone", lane.alone())
                .flag("parked", entry.parked())
                .number("fence", entry.fence())
                .instant("leaseEnd", entry.leaseEnd())
                .instant("replayAt", entry.due())
                .number("next", entry.next())
                .number("count", entry.count())
                .text("reason", entry.head().map(Head::reason))
                .number("attempts", entry.head().map(Head::attempts).orElse(0))
                .instant("parkedAt", entry.head().map(Head::parkedAt))
                .text(
                        FirestoreCollections.LISTED,
                        entry.parked() ? Optional.of(listed(consumer, lane)) : Optional.empty())
                .text(
                        FirestoreCollections.DUE,
                        entry.wake().map(at -> DocumentIds.due(DocumentIds.of(consumer), bucket, at)))
                .expires(entry.expires());
    }
}
