package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Query;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of parked lanes: places their documents below the lane's document, and reads them. */
final class ParkedDocuments {
    private final DocumentCollection lanes;
    private final ParkedBodies bodies;
    private final String parked;

    /** @param parked the name of the collections below the lanes' documents */
    ParkedDocuments(DocumentCollection lanes, String parked) {
        this.lanes = lanes;
        this.bodies = new ParkedBodies(lanes);
        this.parked = parked;
    }

    ParkedBodies bodies() {
        return bodies;
    }

    DocumentReference lane(String consumer, Lane lane) {
        return lanes.at(LaneFields.id(consumer, lane));
    }

    DocumentReference at(LaneLease lease, EventId event) {
        return at(lease.consumer(), lease.lane(), event);
    }

    DocumentReference at(String consumer, Lane lane, EventId event) {
        return lane(consumer, lane).collection(parked).document(ParkedFields.id(event));
    }

    Query inSequence(String consumer, Lane lane) {
        return lane(consumer, lane).collection(parked).orderBy(FirestoreCollections.SEQUENCE);
    }

    Optional<Stored> get(DocumentReference event) {
        Optional<Stored> there = lanes.get(event);
        lanes.forget(event);
        return there;
    }

    /** The stored event, if the event is the lane's head. */
    Optional<Stored> head(LaneLease lease, EventId event) {
        Query first = inSequence(lease.consumer(), lease.lane()).limit(1);
        return lanes.query(first).stream()
                .findFirst()
                .map(DocumentCollection::stored)
                .filter(there -> is(there, event));
    }

    private static boolean is(Stored there, EventId event) {
        return there.text("source").equals(event.source()) && there.text("id").equals(event.id());
    }

    List<ParkedEvent> read(Query query, int limit) {
        List<ParkedEvent> events = new ArrayList<>();
        lanes.query(query.limit(limit)).forEach(found -> events.add(event(DocumentCollection.stored(found))));
        return List.copyOf(events);
    }

    ParkedEvent event(Stored stored) {
        return ParkedFields.event(stored, bodies.of(stored));
    }

    /** The fields of a discarded event's copy. */
    Cells discarded(Stored stored, String reason, Instant now, Instant expires) {
        ParkedEvent event = ParkedFields.event(stored, new byte[0]);
        Cells fields = ParkedFields.of(event.waiting(reason, event.attempts(), Optional.empty()))
                .text(FirestoreCollections.DISCARDED, DocumentIds.of(event.consumer()) + "~" + KeyForm.time(now))
                .expires(Optional.of(expires));
        bodies.keep(stored, fields);
        return fields;
    }
}
