package io.triskel.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import org.junit.jupiter.api.Test;

/** Keys under which items are stored already: were one to change, nobody would find them any more. */
class StoredKeysTest {
    private static final EventId EVENT = new EventId("/shop", "e-1");

    @Test
    void an_inboxs_entries_keep_their_keys() {
        assertThat(DynamoDbInbox.entry("view", EVENT)).isEqualTo("4:view5:/shope-1");
        assertThat(DynamoDbInbox.entry("view", new EventId("/" + "s".repeat(2_000), "e-1")))
                .isEqualTo("sha256:f3f62b8968f6251827054d5217a6633592a3bffb3b9d02a6a6c54e1e07cc4945");
    }

    @Test
    void lanes_keep_their_keys() {
        assertThat(LaneRow.digest("view", Lane.of("order-4711")))
                .isEqualTo("18db686f23bf871830d43f9b32d0f36c9bdbc1d39b02d70a8339a03e6c6b4e49");
        assertThat(LaneRow.digest("view", Lane.alone(EVENT)))
                .isEqualTo("d75624e84eeec335b8688e8909213d2bbe7f54014388cab676af62e79f18048c");
    }
}
