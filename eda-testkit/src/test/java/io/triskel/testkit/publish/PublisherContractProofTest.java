package io.triskel.testkit.publish;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.PublisherContract;
import java.time.Duration;
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
    void a_publisher_that_reports_when_the_bus_likes_is_caught() {
        ContractRun.of(WaitsForTheBus.class)
                .isCaughtBy("every_report_is_there_at_its_deadline_even_if_the_bus_never_answers");
    }

    @Test
    void a_publisher_that_withholds_from_everybody_is_caught() {
        ContractRun.of(WithholdsFromEverybody.class)
                .isCaughtBy("what_is_withheld_from_one_view_is_not_withheld_from_another");
    }

    @Test
    void a_publisher_that_lets_others_resume_is_caught() {
        ContractRun.of(LetsOthersResume.class).isCaughtBy("only_the_view_that_it_is_withheld_from_resumes_a_key");
    }

    @Test
    void a_publisher_that_withholds_behind_states_is_caught() {
        ContractRun.of(WithholdsBehindStates.class)
                .isCaughtBy("a_rejected_state_withholds_nothing_since_its_next_version_supersedes_it");
    }

    @Test
    void a_publisher_that_never_withholds_states_is_caught() {
        ContractRun.of(NeverWithholdsStates.class)
                .isCaughtBy("a_rejected_event_that_is_no_state_withholds_the_states_of_its_key");
    }

    /** Withholds them in its own report, as if they were like any other events. */
    static class WithholdsBehindStates extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            List<Envelope<?>> plain = events.stream()
                    .<Envelope<?>>map(event -> event.withPattern(EventKind.plain()))
                    .toList();
            return to.publishAndWait(plain, until);
        }
    }

    static class NeverWithholdsStates extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            List<Entry> entries = new ArrayList<>();
            for (Envelope<?> event : events) {
                if (event.pattern() instanceof EventKind.StateTransfer) {
                    event.key().ifPresent(to::resume);
                }
                entries.addAll(to.publishAndWait(List.of(event), until).entries());
            }
            return new PublishReport(entries);
        }
    }

    static class WaitsForTheBus extends Mutant {
        @Override
        protected Duration grace() {
            return Duration.ofMillis(200);
        }

        @Override
        protected EventPublisher silent() {
            return memory.waitingForTheBus();
        }
    }

    static class WithholdsFromEverybody extends Mutant {
        @Override
        EventPublisher view(EventPublisher of) {
            return mutant(of);
        }
    }

    static class LetsOthersResume extends Mutant {
        @Override
        EventPublisher view(EventPublisher of) {
            EventPublisher own = of.withOwnWithholding();
            return new EventPublisher() {
                @Override
                public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline until) {
                    return own.publish(events, until);
                }

                @Override
                public void resume(OrderingKey key) {
                    own.resume(key);
                    of.resume(key);
                }

                @Override
                public EventPublisher withOwnWithholding() {
                    return view(own);
                }
            };
        }
    }

    @Test
    void a_publisher_that_cuts_what_is_too_long_is_caught() {
        ContractRun.of(CutsWhatIsTooLong.class)
                .isCaughtBy("what_is_longer_than_we_write_it_is_rejected_with_the_limits_name_and_the_others_go");
    }

    static class CutsWhatIsTooLong extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            return to.publishAndWait(events.stream().map(CutsWhatIsTooLong::cut).toList(), until);
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
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            return new PublishReport(List.of());
        }
    }

    static class DropsTheLastEntry extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            List<Entry> entries = to.publishAndWait(events, until).entries();
            return new PublishReport(entries.subList(0, Math.max(0, entries.size() - 1)));
        }
    }

    static class ReordersAKey extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            List<Envelope<?>> reversed = new ArrayList<>(events);
            Collections.reverse(reversed);
            List<Entry> entries =
                    new ArrayList<>(to.publishAndWait(reversed, until).entries());
            Collections.reverse(entries);
            return new PublishReport(entries);
        }
    }

    static class IgnoresWithholding extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            List<Entry> entries = new ArrayList<>();
            for (Envelope<?> event : events) {
                event.key().ifPresent(to::resume);
                entries.addAll(to.publishAndWait(List.of(event), until).entries());
            }
            return new PublishReport(entries);
        }
    }

    static class ForgetsWithholding extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            PublishReport report = to.publishAndWait(events, until);
            events.forEach(event -> event.key().ifPresent(to::resume));
            return report;
        }
    }

    static class SwallowsARejection extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            return new PublishReport(to.publishAndWait(events, until).entries().stream()
                    .map(entry -> entry.fold(
                            accepted -> (Entry) accepted,
                            rejected -> new Entry.Accepted(rejected.event(), "swallowed"),
                            withheld -> withheld))
                    .toList());
        }
    }

    static class SendsNothing extends Mutant {
        @Override
        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            return new PublishReport(events.stream()
                    .map(event -> (Entry) new Entry.Accepted(event, event.id().id()))
                    .toList());
        }
    }

    abstract static class Mutant extends PublisherContract {
        final InMemoryPublishing memory = new InMemoryPublishing(codec(), WireMode.STRUCTURED);

        PublishReport publish(EventPublisher to, List<? extends Envelope<?>> events, Deadline until) {
            return to.publishAndWait(events, until);
        }

        EventPublisher view(EventPublisher of) {
            return mutant(of.withOwnWithholding());
        }

        @Override
        protected EventPublisher publisher() {
            return mutant(memory.publisher());
        }

        @Override
        protected EventPublisher silent() {
            return mutant(memory.silent());
        }

        EventPublisher mutant(EventPublisher of) {
            return new EventPublisher() {
                @Override
                public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline until) {
                    return CompletableFuture.completedFuture(Mutant.this.publish(of, events, until));
                }

                @Override
                public void resume(OrderingKey key) {
                    of.resume(key);
                }

                @Override
                public EventPublisher withOwnWithholding() {
                    return view(of);
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
