package io.triskel.transfer;

import static io.triskel.transfer.Products.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EncodedData;
import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.memory.InMemoryStores;
import io.triskel.transfer.Products.Product;
import io.triskel.transfer.Replicas.Replica;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReplicatorTest {
    private static final Product OLD = new Product("tea", 100);
    private static final Product NEW = new Product("tea", 120);

    private final Replicas replicas = new InMemoryStores().replicas();
    private final Replicator<Product> replicator =
            new Replicator<>(replicas, "products", StateCodec.of(), Products.CHANGED, Product.class);

    @Test
    void the_state_that_an_event_carries_is_found() {
        boolean applied = replicator.apply(EVENTS.changed("p1", 1, OLD));

        assertThat(applied).isTrue();
        assertThat(replicator.find("p1")).contains(OLD);
        assertThat(replicator.find("p2")).isEmpty();
    }

    @Test
    void state_that_nobody_decoded_is_refused() {
        Envelope<?> changed = EVENTS.changed("p1", 1, OLD);
        Envelope<?> undecoded = changed.withData(changed.type(), new EncodedData(Optional.empty(), new byte[0]));

        assertThatThrownBy(() -> replicator.apply(undecoded))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EncodedData");
        assertThat(replicator.find("p1")).isEmpty();
    }

    @Nested
    class When_events_come_late_or_twice {
        @Test
        void the_highest_version_wins() {
            replicator.apply(EVENTS.changed("p1", 2, NEW));

            boolean applied = replicator.apply(EVENTS.changed("p1", 1, OLD));

            assertThat(applied).isFalse();
            assertThat(replicator.find("p1")).contains(NEW);
        }

        @Test
        void a_repeat_changes_nothing() {
            replicator.apply(EVENTS.changed("p1", 1, OLD));

            assertThat(replicator.apply(EVENTS.changed("p1", 1, OLD))).isFalse();
        }

        @Test
        void a_missing_version_is_not_waited_for() {
            replicator.apply(EVENTS.changed("p1", 1, OLD));

            assertThat(replicator.apply(EVENTS.changed("p1", 7, NEW))).isTrue();
        }
    }

    @Nested
    class When_an_entity_is_deleted {
        @Test
        void it_is_not_found_any_more() {
            replicator.apply(EVENTS.changed("p1", 1, OLD));

            replicator.apply(EVENTS.deleted("p1", 2));

            assertThat(replicator.find("p1")).isEmpty();
        }

        @Test
        void its_tombstone_stays_and_a_late_update_does_not_bring_it_back() {
            replicator.apply(EVENTS.deleted("p1", 2));

            replicator.apply(EVENTS.changed("p1", 1, OLD));

            assertThat(replicator.find("p1")).isEmpty();
            assertThat(replicas.get("products", "p1")).contains(Replica.tombstone("p1", 2));
        }

        @Test
        void a_version_after_its_deletion_brings_it_back() {
            replicator.apply(EVENTS.deleted("p1", 2));

            replicator.apply(EVENTS.changed("p1", 3, NEW));

            assertThat(replicator.find("p1")).contains(NEW);
        }
    }

    @Nested
    class When_the_event_is_of_another_kind {
        @Test
        void one_that_transfers_no_state_is_refused() {
            Envelope<Product> plain = Envelope.of(new EventId("/x", "1"), Products.CHANGED, OLD);

            assertThatThrownBy(() -> replicator.apply(plain))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("transfer state")
                    .hasMessageContaining("/x#1");
        }

        @Test
        void state_of_another_class_is_refused() {
            var other = new TransferEvents<String>("/catalogue", Products.CHANGED).changed("p1", 1, "text");

            assertThatThrownBy(() -> replicator.apply(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Product")
                    .hasMessageContaining("String");
        }
    }
}
