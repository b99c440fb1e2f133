package io.triskel.orders.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A bus as a history: every record once, in the reader's order, also what comes while it is read. */
class BusHistoryTest {
    private final Deque<byte[]> published = new ArrayDeque<>();
    private final BusHistory history = new BusHistory(
            each -> {
                while (!published.isEmpty()) {
                    each.accept(published.removeFirst());
                }
            },
            EventCodec.of(TypeRegistry.builder().build()));

    private void publish(String... ids) {
        for (String id : ids) {
            String event = "{\"specversion\":\"1.0\",\"source\":\"/orders\",\"id\":\"%s\",\"type\":\"orders.x.v1\"}"
                    .formatted(id);
            published.addLast(event.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> ids(Page<Envelope<?>> page) {
        List<String> ids = new ArrayList<>();
        for (Envelope<?> event : page.items()) {
            ids.add(event.id().id());
        }
        return ids;
    }

    @Test
    void pages_follow_each_other_to_the_end() {
        publish("1", "2", "3");

        Page<Envelope<?>> first = history.read(Optional.empty(), 2);
        Page<Envelope<?>> last = history.read(first.next(), 2);

        assertThat(ids(first)).containsExactly("1", "2");
        assertThat(ids(last)).containsExactly("3");
        assertThat(last.next()).isEmpty();
    }

    @Test
    void a_bus_with_nothing_on_it_is_one_empty_page() {
        Page<Envelope<?>> only = history.read(Optional.empty(), 2);

        assertThat(only.items()).isEmpty();
        assertThat(only.next()).isEmpty();
    }

    @Test
    void what_comes_meanwhile_is_read_too() {
        publish("1", "2", "3");
        Page<Envelope<?>> first = history.read(Optional.empty(), 2);
        publish("4");

        Page<Envelope<?>> second = history.read(first.next(), 2);

        assertThat(ids(second)).containsExactly("3", "4");
        assertThat(second.next()).isEmpty();
    }
}
