package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import org.junit.jupiter.api.Test;

/** Keys under which documents are stored already: were one to change, nobody would find them any more. */
class StoredKeysTest {
    private static final EventId EVENT = new EventId("/shop", "e-1");

    @Test
    void a_lanes_document_and_its_events_keep_their_keys() {
        assertThat(LaneFields.id("view", Lane.of("order-4711"))).isEqualTo("c38c~view~named~order-4711");
        assertThat(ParkedFields.id(EVENT)).isEqualTo("bc93~_002fshop~e-1");
    }

    @Test
    void lanes_are_listed_where_they_were() {
        assertThat(LaneFields.listed("view", Lane.of("order-4711")))
                .isEqualTo("view~f83befab2ad7fd64a545c28d25404530f583227e0959d3472cddbc5bb014b60d");
        assertThat(LaneFields.listed("view", Lane.alone(EVENT)))
                .isEqualTo("view~57e3429b6b3ae190563e5d3af04167e15d28ad86517d9ed860554998302465e5");
    }
}
