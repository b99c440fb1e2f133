package io.triskel.testkit.projection;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.projection.History;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.HistoryContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of histories holds in memory, and can fail. */
class HistoryContractProofTest {
    @Nested
    class In_memory extends HistoryContract {
        @Override
        protected Stores create(EventCodec codec) {
            InMemoryEventStore store = InMemoryEventStore.encoded(codec);
            return new Stores(store, store.history());
        }
    }

    @Test
    void every_test_fails_where_nothing_is_done() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void a_history_that_forgets_the_beginning_is_caught() {
        ContractRun.of(ForgetsTheBeginning.class).isCaughtBy("every_event_of_every_stream_is_in_it_in_revision_order");
    }

    @Test
    void a_history_that_turns_a_page_around_is_caught() {
        ContractRun.of(TurnsAPageAround.class).isCaughtBy("every_event_of_every_stream_is_in_it_in_revision_order");
    }

    @Test
    void a_history_that_ends_at_a_full_page_is_caught() {
        ContractRun.of(EndsAtAFullPage.class).isCaughtBy("what_is_committed_while_it_is_read_comes_at_its_end");
    }

    abstract static class Mutant extends HistoryContract {
        @Override
        protected Stores create(EventCodec codec) {
            InMemoryEventStore store = InMemoryEventStore.encoded(codec);
            History right = store.history();
            return new Stores(store, (after, limit) -> wrong(right, after, limit));
        }

        abstract Page<Envelope<?>> wrong(History right, Optional<String> after, int limit);
    }

    static class DoesNothing extends Mutant {
        @Override
        Page<Envelope<?>> wrong(History right, Optional<String> after, int limit) {
            return new Page<>(List.of(), Optional.empty());
        }
    }

    static class ForgetsTheBeginning extends Mutant {
        @Override
        Page<Envelope<?>> wrong(History right, Optional<String> after, int limit) {
            return right.read(after.or(() -> Optional.of("1")), limit);
        }
    }

    static class TurnsAPageAround extends Mutant {
        @Override
        Page<Envelope<?>> wrong(History right, Optional<String> after, int limit) {
            Page<Envelope<?>> page = right.read(after, limit);
            var events = new ArrayList<>(page.items());
            Collections.reverse(events);
            return new Page<>(events, page.next());
        }
    }

    static class EndsAtAFullPage extends Mutant {
        @Override
        Page<Envelope<?>> wrong(History right, Optional<String> after, int limit) {
            return new Page<>(right.read(after, limit).items(), Optional.empty());
        }
    }
}
