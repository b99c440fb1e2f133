package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.consume.Delivery.Position;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final EventType BEAT = EventType.of("test.beat", 1);

    private final Scene scene = new Scene();
    private final List<String> noted = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();

    HeartbeatsTest() {
        scene.consumer = builder -> builder.inbox(scene.inbox)
                .parkingLot(scene.lot)
                .heartbeats(BEAT, event -> noted.add(event.id().id()));
        scene.processor = builder -> builder.observer(new Observer() {
            @Override
            public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
                observed.add(event.id().id());
            }

            @Override
            public void portFailed(String port, Throwable failure) {
                observed.add(port + ": " + failure.getMessage());
            }
        });
    }

    private static Delivery beat(String id) {
        return Delivery.of(Envelope.of(id(id), BEAT, "now"), new Position("p-" + id));
    }

    @Test
    void the_heartbeats_of_a_settled_batch_are_noted_and_seen_by_nobody_else() {
        var verdicts = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, beat("h1"), event("a", "k"), beat("h2"));

        assertThat(verdicts).containsExactly("ignored", "handled", "ignored");
        assertThat(noted).containsExactly("h1", "h2");
        assertThat(scene.handled).containsExactly("a");
        assertThat(observed).containsExactly("a");
    }

    @Test
    void a_batch_of_heartbeats_alone_claims_nothing() {
        scene.process(Redelivery.ONE_BY_ONE, beat("h1"));

        assertThat(noted).containsExactly("h1");
        assertThat(scene.inboxFaults.calls).isEmpty();
        assertThat(scene.lotFaults.calls).isEmpty();
    }

    @Test
    void a_heartbeat_of_a_batch_that_is_not_settled_is_not_noted() {
        scene.alwaysFails("a");

        scene.process(Redelivery.WHOLE_BATCH, beat("h1"), event("a", "k"));

        assertThat(noted).isEmpty();
    }

    @Test
    void a_heartbeat_that_cannot_be_noted_redelivers_nothing() {
        scene.consumer = builder -> builder.heartbeats(BEAT, event -> {
            throw new PortException("no store");
        });

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, beat("h1"));

        assertThat(verdicts).containsExactly("ignored");
        assertThat(observed).containsExactly("heartbeats: no store");
    }

    @Test
    void the_subscription_has_the_type_of_heartbeats() {
        assertThat(scene.processor().subscription().test(BEAT)).isTrue();
        assertThat(scene.consumer().types()).containsExactlyInAnyOrder(Scene.NOTED, BEAT);
    }

    @Test
    void a_type_is_either_handled_or_noted() {
        EventConsumer.Builder builder = EventConsumer.named("notes").on(BEAT, String.class, (event, handling) -> {});

        assertThatThrownBy(() -> builder.heartbeats(BEAT, event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("notes has a handler for test.beat.v1 already");
    }
}
