package io.triskel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryReadingTest {
    private final InMemoryStores stores = new InMemoryStores();
    private final ReadModel rows = stores.readModel();

    record Paid(int cents) {}

    @Test
    void an_event_is_stored_as_a_structured_cloud_event() {
        EventCodec codec = EventCodec.of(
                TypeRegistry.builder().add("shop.paid", 1, Paid.class).build());
        StreamId stream = StreamId.of("order", "1");
        Envelope<Paid> event = Envelope.of(new EventId("/shop", "1"), EventType.of("shop.paid", 1), new Paid(5))
                .withKey(stream.orderingKey())
                .withPattern(new EventKind.Sourced(stream, 1));

        AppendResult result =
                stores.eventStore(codec).append(stream, Expectation.noStream(), List.of(event), new CommandId("c"));

        assertThat(result).isInstanceOf(AppendResult.Committed.class);
        assertThat(stores.stored(stream, 1))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(codec.encode(event)));
        assertThat(stores.stored(stream, 0)).isEmpty();
        assertThat(stores.stored(stream, 2)).isEmpty();
        assertThat(stores.stored(StreamId.of("order", "2"), 1)).isEmpty();
        assertThat(new InMemoryStores().stored(stream, 1)).isEmpty();
    }

    @Test
    void rows_that_come_and_go_after_the_first_page_are_in_order_too() {
        put("d", 1, "open");
        put("b", 1, "open");
        assertThat(ids(rows.page("orders", Optional.empty(), 10))).containsExactly("b", "d");
        assertThat(ids(open())).containsExactly("b", "d");

        put("c", 1, "open");
        put("a", 1, "open");
        put("d", 2, "closed");

        assertThat(ids(rows.page("orders", Optional.empty(), 10))).containsExactly("a", "b", "c", "d");
        assertThat(ids(open())).containsExactly("a", "b", "c");

        assertThat(rows.drop("orders", 3)).isEqualTo(3);
        assertThat(ids(rows.page("orders", Optional.empty(), 10))).hasSize(1);
        assertThat(rows.drop("orders", 3)).isEqualTo(1);
        assertThat(ids(open())).isEmpty();
    }

    private void put(String id, long version, String status) {
        Row row = new Row(id, version, version, Map.of("status", status), new byte[0]);
        assertThat(rows.put("orders", row, version - 1)).isTrue();
    }

    private Page<Row> open() {
        return rows.query("orders", "status", "open", Optional.empty(), 10);
    }

    private static List<String> ids(Page<Row> page) {
        return page.items().stream().map(Row::id).toList();
    }
}
