package io.triskel.testkit.publish;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.publish.BusLimits;
import io.triskel.publish.Entry;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.WireMode;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.PublisherContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The contract of publishers can fail. */
class PublisherContractProofTest {
    @Test
    void every_test_fails_where_nothing_is_done() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void a_publisher_that_drops_the_last_entry_is_caught() {
        ContractRun.of(DropsTheLastEntry.class).isCaughtBy("the_report_has_one_accepted_entry_per_event_in_order");
    }

    @Test
    void a_publisher_that_reorders_a_key_is_caught() {
        ContractRun.of(ReordersAKey.class).isCaughtBy("events_of_a_key_are_read_back_in_order");
    }

    @Test
    void a_publisher_that_ignores_withholding_is_caught() {
        ContractRun.of(IgnoresWithholding.class).isCaughtBy("a_rejection_withholds_the_successors_of_its_key_alone");
    }

    @Test
    void a_publisher_that_forgets_withholding_between_calls_is_caught() {
        ContractRun.of(ForgetsWithholding.class)
                .isCaughtBy("withholding_lasts_into_later_calls_until_the_key_is_resumed");
    }

    @Test
    void a_publisher_that_swallows_a_rejection_is_caught() {
        ContractRun.of(SwallowsARejection.class).isCaughtBy("a_rejected_event_is_reported_with_its_cause");
    }

    @Test
    void a_publisher_that_accepts_what_it_does_not_send_is_caught() {
        ContractRun.of(SendsNothing.class).isCaughtBy("an_event_is_read_back_as_it_was");
    }

    @Test
    void a_publisher_that_cuts_what_is_too_long_is_caught() {
        ContractRun.of(CutsWhatIsTooLong.class)
                .isCaughtBy("what_is_longer_than_we_write_it_is_rejected_with_the_limits_name_and_the_others_go");
    }

    static class CutsWhatIsTooLong extends Mutant {
        @Override
        PublishReport publish(List<? extends Envelope<?>> events, Deadline until) {
            return right(events.stream().map(CutsWhatIsTooLong::cut).toList(), until);
        }

        private static Envelope<?> cut(Envelope<?> event) {
            Envelope<?> shorter = event.subject().isPresent() ? event.withSubject("cut") : event;
            return shorter.key().isPresent()
                    ? shorter.withKey(
                            new OrderingKey(shorter.key().get().value().substring(0, 1)))
                    : shorter;
        }
    }

    static class DoesNothing extends Mutant {
        @Override
        PublishReport publish(List<? extends Envelope<?>> events, Deadline until) {
            return new PublishReport(List.of());
        }
    }

    static class DropsTheLastEntry extends Mutant {
        @Override
        PublishReport publish(List<? extends Envelope<?>> events, Deadline until) {
            List<Entry> entries = right(events, until).entries();
            return new PublishReport(entries.subList(0, Math.max(0, entries.size() - 1)));
        }
    }

    static class ReordersAKey extends Mutant {
        @Override
        PublishReport publish(List<? extends Envelope<?>> events, Deadline until) {
            List<Envelope<?>> reversed = new ArrayList<>(events);
            Collections.reverse(reversed);
            List<Entry> entries = new ArrayList<>(right(reversed, until).entries());
            Collections.reverse(entries);
            return new PublishReport(entries);
        }
    }

    static class IgnoresWithholding extends Mutant {
        @Override
        PublishReport publish(List<? extends Envelope<?>> events, Deadline until) {
            List<Entry> entries = new ArrayList<>();
            for (Envelope<?> event : events) {
                event.key().ifPresent(memory.publisher()::resume);
                entries.addAll(right(List.of(event), until).entries());
            }
            return new PublishReport(entries);
        }
    }

    static class ForgetsWithholding extends Mutant {
        @Override
        PublishReport publish(List<? extends Envelope<?>> events, Deadline until) {
            PublishReport report = right(events, until);
            events.forEach(event -> event.key().ifPresent(memory.publisher()::resume));
            return report;
        }
    }

    static class SwallowsARejection extends Mutant {
        @Override
        PublishReport publish(List<? extends Envelope<?>> events, Deadline until) {
            return new PublishReport(right(events, until).entries().stream()
                    .map(entry -> entry.fold(
                            accepted -> (Entry) accepted,
                            rejected -> new Entry.Accepted(rejected.event(), "swallowed"),
                            withheld -> withheld))
                    .toList());
        }
    }

    static class SendsNothing extends Mutant {
        @Override
        PublishReport publish(List<? extends Envelope<?>> events, Deadline until) {
            return new PublishReport(events.stream()
                    .map(event -> (Entry) new Entry.Accepted(event, event.id().id()))
                    .toList());
        }
    }

    abstract static class Mutant extends PublisherContract {
        final InMemoryPublishing memory = new InMemoryPublishing(codec(), WireMode.STRUCTURED);

        abstract PublishReport publish(List<? extends Envelope<?>> events, Deadline until);

        PublishReport right(List<? extends Envelope<?>> events, Deadline until) {
            return memory.publisher().publishAndWait(events, until);
        }

        @Override
        protected EventPublisher publisher() {
            return new EventPublisher() {
                @Override
                public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline until) {
                    return CompletableFuture.completedFuture(Mutant.this.publish(events, until));
                }

                @Override
                public void resume(OrderingKey key) {
                    memory.publisher().resume(key);
                }
            };
        }

        @Override
        protected BusLimits limits() {
            return memory.limits();
        }

        @Override
        protected Deadline deadline() {
            return memory.deadline();
        }

        @Override
        protected List<Envelope<?>> readBack(List<EventId> awaited) {
            return memory.readBack();
        }
    }
}
