package io.triskel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.Verdict;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventOutcomeTest {
    private static final Envelope<?> EVENT =
            Envelope.of(new EventId("/test", "1"), EventType.of("test.it", 1), NoData.NO_DATA);

    @ParameterizedTest
    @EnumSource
    void a_rejections_text_ends_with_its_cause(RejectionCause cause) {
        EventOutcome outcome = new Entry.Rejected(EVENT, cause, "").outcome();

        assertThat(outcome.tag()).isEqualTo("rejected-" + cause.tag());
        assertThat(outcome.isRejected()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void an_unsettled_verdicts_text_ends_with_its_reason(Why why) {
        EventOutcome outcome = new Verdict.Unsettled(why, "").outcome();

        assertThat(outcome.name()).isEqualTo("UNSETTLED_" + why);
        assertThat(outcome.isUnsettled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_settled_verdict_is_told_by_its_name(Verdict.Done done) {
        assertThat(done.outcome().name()).isEqualTo(done.name());
        assertThat(done.outcome().isUnsettled()).isFalse();
    }
}
