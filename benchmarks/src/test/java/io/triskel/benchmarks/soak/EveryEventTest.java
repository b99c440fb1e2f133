package io.triskel.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryEventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EveryEventTest {
    private final InMemoryEventStore store = InMemoryEventStore.encoded(Numbered.CODEC);

    @Nested
    class Batch_by_batch {
        private final EveryEvent every = new EveryEvent(store, new Failing(0));

        @Test
        void a_batch_is_one_commit_per_key_and_leaves_out_what_is_there() {
            assertThat(handle(0, 1)).isTrue();
            assertThat(handle(1, 2, 2)).isTrue();

            assertThat(stored()).containsExactly(0, 1, 2);
        }

        private boolean handle(int... numbers) {
            every.begin();
            boolean complete = process(every.processor(), numbers);
            every.write();
            return complete;
        }
    }

    @Nested
    class One_by_one {
        @Test
        void an_event_is_a_commit_and_its_repeat_none() {
            BatchProcessor processor = EveryEvent.oneByOne(store, new Failing(0));

            for (int number : new int[] {0, 1, 1, 0, 2}) {
                assertThat(process(processor, number)).isTrue();
            }

            assertThat(stored()).containsExactly(0, 1, 2);
        }

        @Test
        void what_fails_at_its_first_try_comes_again() {
            BatchProcessor processor = EveryEvent.oneByOne(store, new Failing(1));

            assertThat(process(processor, 0)).isFalse();
            assertThat(stored()).isEmpty();
            assertThat(process(processor, 0)).isTrue();
            assertThat(stored()).containsExactly(0);
        }
    }

    private static boolean process(BatchProcessor processor, int... numbers) {
        List<Delivery> deliveries = Arrays.stream(numbers)
                .mapToObj(number ->
                        Delivery.of(new Numbered(number, "key").event(false), new Position("somewhere/" + number)))
                .toList();
        return processor
                .process(deliveries, Redelivery.ONE_BY_ONE, Deadline.in(Duration.ofMinutes(4), InstantSource.system()))
                .complete();
    }

    private List<Integer> stored() {
        return store.read(Numbered.stream(EveryEvent.NAME, "key"), 0, 100).events().stream()
                .map((Envelope<?> event) -> Numbered.of(event).number())
                .toList();
    }
}
