package io.triskel.publish;

import static io.triskel.publish.Publishing.event;
import static io.triskel.publish.Publishing.limits;
import static io.triskel.publish.Publishing.outcomes;
import static io.triskel.publish.Publishing.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.publish.Publishing.Noted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is withheld belongs to who publishes; requests, and one of them per key, are shared. */
class OwnWithholdingTest {
    private static final OrderingKey A = new OrderingKey("a");

    private final HeldBus bus = new HeldBus(Publishing.ROOMY);
    private final OrderedPublisher application = Publishing.over(bus);
    private final OrderedPublisher outbox = application.withOwnWithholding();
    private final OrderedPublisher saga = application.withOwnWithholding();

    private CompletionStage<PublishReport> by(EventPublisher who, String id) {
        return who.publish(List.of(event("a", id)), soon());
    }

    private void rejectOneOf(EventPublisher who) {
        by(who, "rejected");
        last().reject(RejectionCause.THROTTLED);
    }

    private HeldBus.Sent last() {
        return bus.request(bus.requests().size() - 1);
    }

    @Test
    void a_key_that_is_withheld_from_one_is_open_for_others() {
        rejectOneOf(application);

        CompletionStage<PublishReport> committed = by(outbox, "1");
        last().accept();
        CompletionStage<PublishReport> command = by(saga, "2");
        last().accept();
        CompletionStage<PublishReport> later = by(application, "3");

        assertThat(outcomes(committed)).containsExactly("1 accepted");
        assertThat(outcomes(command)).containsExactly("2 accepted");
        assertThat(outcomes(later)).containsExactly("3 withheld");
    }

    @Test
    void nobody_ends_the_withholding_of_another() {
        rejectOneOf(application);

        outbox.resume(A);
        saga.resume(A);
        CompletionStage<PublishReport> before = by(application, "1");
        application.resume(A);
        CompletionStage<PublishReport> after = by(application, "2");
        last().accept();

        assertThat(outcomes(before)).containsExactly("1 withheld");
        assertThat(outcomes(after)).containsExactly("2 accepted");
    }

    @Test
    void two_may_be_withheld_on_one_key_and_each_ends_its_own() {
        rejectOneOf(application);
        rejectOneOf(outbox);

        outbox.resume(A);
        CompletionStage<PublishReport> committed = by(outbox, "1");
        last().accept();

        assertThat(outcomes(committed)).containsExactly("1 accepted");
        assertThat(outcomes(by(application, "2"))).containsExactly("2 withheld");
    }

    @Test
    void a_rejection_withholds_of_what_waits_only_what_its_owner_has() {
        by(application, "first");
        CompletionStage<PublishReport> own = by(application, "1");
        CompletionStage<PublishReport> others = by(outbox, "2");
        CompletionStage<PublishReport> ownAgain = by(application, "3");
        CompletionStage<PublishReport> othersAgain = by(outbox, "4");

        bus.request(0).reject(RejectionCause.THROTTLED);
        bus.request(1).accept();
        bus.request(2).accept();

        assertThat(outcomes(own)).containsExactly("1 withheld");
        assertThat(outcomes(ownAgain)).containsExactly("3 withheld");
        assertThat(outcomes(others)).containsExactly("2 accepted");
        assertThat(outcomes(othersAgain)).containsExactly("4 accepted");
        assertThat(bus.sentIds()).containsExactly(List.of("first"), List.of("2"), List.of("4"));
    }

    @Test
    void a_key_has_one_request_in_flight_whoever_publishes_and_keeps_the_order_of_all() {
        by(application, "1");
        by(outbox, "2");
        by(application, "3");
        by(saga, "4");

        for (int i = 0; i < 4; i++) {
            assertThat(bus.requests()).hasSize(i + 1);
            bus.request(i).accept();
        }

        assertThat(bus.sentIds()).containsExactly(List.of("1"), List.of("2"), List.of("3"), List.of("4"));
    }

    @Test
    void one_that_cannot_be_encoded_keeps_nobody_elses_event_waiting() {
        Envelope<Object> unknownType = Envelope.<Object>of(Publishing.id("2"), Publishing.NOTED, new Thread())
                .withKey(A);
        CompletionStage<PublishReport> own =
                application.publish(List.of(event("a", "1"), unknownType, event("a", "3")), soon());
        CompletionStage<PublishReport> others = by(outbox, "4");

        bus.request(0).accept();
        bus.request(1).accept();

        assertThat(outcomes(own)).containsExactly("1 accepted", "2 rejected-invalid", "3 withheld");
        assertThat(outcomes(others)).containsExactly("4 accepted");
    }

    @Test
    void what_is_given_up_while_it_waits_keeps_nobody_elses_event_waiting() {
        ManualTime time = new ManualTime();
        OrderedPublisher timed = OrderedPublisher.builder(bus, Publishing.CODEC)
                .clock(time)
                .maxInFlight(8)
                .alarms(time)
                .build();
        OrderedPublisher other = timed.withOwnWithholding();
        List<Envelope<Noted>> two = List.of(event("a", "2"), event("a", "3"));
        assertThat(Publishing.isOpen(timed.publish(List.of(event("a", "1")), soon())))
                .isTrue();
        CompletionStage<PublishReport> givenUp = timed.publish(two, Deadline.in(Duration.ofSeconds(1), time));
        CompletionStage<PublishReport> others = by(other, "4");

        time.advance(Duration.ofSeconds(1));
        bus.request(0).accept();
        bus.request(1).accept();

        assertThat(outcomes(givenUp)).containsExactly("2 rejected-transient", "3 withheld");
        assertThat(outcomes(others)).containsExactly("4 accepted");
    }

    @Test
    void a_key_with_an_unanswered_request_is_opened_by_its_owner_alone() {
        PublishReport lost = application.publishAndWait(List.of(event("a", "1")), Publishing.almostNow());
        CompletionStage<PublishReport> others = by(outbox, "2");

        outbox.resume(A);
        int beforeTheOwner = bus.requests().size();
        application.resume(A);
        last().accept();

        assertThat(outcomes(lost)).containsExactly("1 rejected-unknown");
        assertThat(beforeTheOwner).isEqualTo(1);
        assertThat(outcomes(others)).containsExactly("2 accepted");
    }

    @Test
    void a_late_answer_opens_it_for_others_and_not_for_its_owner() {
        PublishReport lost = application.publishAndWait(List.of(event("a", "1")), Publishing.almostNow());
        CompletionStage<PublishReport> others = by(outbox, "2");

        bus.request(0).accept();
        bus.request(1).accept();

        assertThat(outcomes(lost)).containsExactly("1 rejected-unknown");
        assertThat(outcomes(others)).containsExactly("2 accepted");
        assertThat(outcomes(by(application, "3"))).containsExactly("3 withheld");
    }

    @Test
    void a_view_of_a_view_is_one_more_and_each_remembers_only_its_own() {
        OrderedPublisher another = outbox.withOwnWithholding();
        rejectOneOf(another);

        assertThat(another.rememberedKeys()).isEqualTo(1);
        assertThat(outbox.rememberedKeys()).isZero();
        assertThat(application.rememberedKeys()).isZero();
    }

    @Test
    void a_publication_never_overtakes_what_it_rejected_whoever_resumes_meanwhile() {
        HeldBus small = new HeldBus(limits(1, 1_000_000, 100_000, true, true));
        OrderedPublisher own = Publishing.over(small);
        CompletionStage<PublishReport> report =
                own.publish(List.of(event("a", "1"), event("a", "2"), event("a", "3")), soon());

        small.request(0).reject(RejectionCause.UNKNOWN);
        own.withOwnWithholding().resume(A);

        assertThat(outcomes(report)).containsExactly("1 rejected-unknown", "2 withheld", "3 withheld");
        assertThat(small.requests()).hasSize(1);
    }
}
