package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import org.junit.jupiter.api.Test;

/** Keys under which entities are stored already: were one to change, nobody would find them any more. */
class StoredKeysTest {
    private static final EventId EVENT = new EventId("/shop", "e-1");

    @Test
    void an_inboxs_entries_keep_their_keys() {
        assertThat(InboxRows.key("view", EVENT))
                .isEqualTo(new Key("34", "e60eed50443131cbda37a50fcffdc4a4bd0ba76c945a1bdb8116703c754085f2a"));
    }

    @Test
    void a_lanes_rows_keep_their_keys() {
        assertThat(LaneRows.placeKey("view", Lane.of("order-4711"), EVENT))
                .isEqualTo(new Key(
                        "view~named~order-4711", "i348ac3babffd148f620b893824dd5e08f11236c5c218956e616c23a45f2ac172"));
        assertThat(LaneRows.partition("view", Lane.alone(EVENT))).isEqualTo("view~alone~5_003a_002fshope-1");
        assertThat(LaneRow.order("view", Lane.of("order-4711")))
                .isEqualTo("d81431324542291cf92e3a6715bb309a1c2a8c33f2cd60bb95453988fa423904");
    }
}
