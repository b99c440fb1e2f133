package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a deployment declares is what the stores write. */
@ExtendWith(LocalFirestore.class)
class LayoutTest {
    private final ManualClock clock = ManualClock.atNewYear();
    private final Firestore client;
    private final FirestoreCollections collections;
    private final EveryStore stores;

    LayoutTest(LocalFirestore.Running local) {
        this.client = local.client();
        this.collections = local.own();
        this.stores = new EveryStore(client, collections, clock);
    }

    @Test
    void every_field_is_either_asked_for_by_a_query_or_exempt_from_indexing() throws Exception {
        stores.event("order-1", 0);
        stores.event("order-1", 1);
        stores.append("order-1", 2);
        stores.occasions("order-1");
        stores.open("order-1");
        stores.occasions("order-2");

        for (CollectionLayout layout : collections.layouts()) {
            Set<String> written = new HashSet<>();
            for (QueryDocumentSnapshot document : documents(layout.collection())) {
                written.addAll(document.getData().keySet());
            }
            List<String> declared = new ArrayList<>(layout.indexed());
            declared.addAll(layout.exempt());

            assertThat(declared).as(layout.collection()).containsAll(written);
            assertThat(written).as(layout.collection()).containsAll(layout.indexed());
        }
    }

    @Test
    void what_waits_or_names_a_parked_lane_never_expires_and_the_rest_in_its_time() throws Exception {
        Instant now = clock.instant();
        stores.occasions("order-1");
        List<Instant> lanesWhileParked = expiries(collections.lanes());
        List<Instant> inboxWhileParked = expiries(collections.inbox());

        stores.open("order-1");

        assertThat(lanesWhileParked).isEmpty();
        assertThat(inboxWhileParked).isEmpty();
        Instant leaseEnd = now.plus(Duration.ofMinutes(2));
        assertThat(expiries(collections.lanes())).containsExactly(leaseEnd.plus(Duration.ofDays(30)));
        assertThat(expiries(collections.discarded())).containsExactly(now.plus(FirestoreParkingLot.DISCARDED_KEPT));
        assertThat(documents(collections.parked())).isEmpty();
    }

    private List<Instant> expiries(String collection) throws Exception {
        List<Instant> expiries = new ArrayList<>();
        for (QueryDocumentSnapshot document : documents(collection)) {
            Timestamp expires = document.getTimestamp(FirestoreCollections.EXPIRES);
            if (expires != null) {
                expiries.add(expires.toDate().toInstant());
            }
        }
        return expiries;
    }

    private List<QueryDocumentSnapshot> documents(String collection) throws Exception {
        return client.collectionGroup(collection).get().get().getDocuments();
    }
}
