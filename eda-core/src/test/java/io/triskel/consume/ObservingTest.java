package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.observe.Observer;
import io.triskel.observe.Scope;
import io.triskel.parking.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservingTest {
    private final Scene scene = new Scene();
    private final List<String> told = new ArrayList<>();
    private final Observer observer = new Observer() {
        @Override
        public void handled(String consumer, Envelope<?> event, String verdict, Duration took) {
            told.add(verdict + " " + event.id().id());
        }

        @Override
        public void parked(String consumer, EventId event, String reason) {
            told.add("parked by " + consumer + " " + event.id());
        }

        @Override
        public void replayed(String consumer, EventId event, String outcome) {
            told.add("replayed " + outcome + " " + event.id());
        }

        @Override
        public void portFailed(String port, Throwable failure) {
            told.add("failed port " + port);
        }

        @Override
        public Scope handling(String consumer, Envelope<?> event) {
            told.add("begin " + event.id().id());
            return () -> told.add("end " + event.id().id());
        }
    };

    ObservingTest() {
        scene.processor = builder -> builder.observer(observer);
    }

    @Test
    void a_handler_runs_within_the_scope_that_an_observer_opens() {
        scene.when("a", handling -> told.add("handler"));

        scene.process(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(told).containsExactly("begin a", "handler", "end a", "handled a");
    }

    @Test
    void a_scope_ends_with_a_handler_that_fails() {
        scene.fails("a");

        scene.process(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(told).containsExactly("begin a", "end a", "unsettled-failed a");
    }

    @Test
    void parking_and_replay_are_told() {
        scene.process(Redelivery.ONE_BY_ONE, undecodable("u", "k"), event("b", "k"));
        scene.replay().discard(Lane.of("k"), new Position("u").identity(), "garbage");
        ParkedReplay.of(scene.consumer())
                .codec(scene.codec)
                .clock(scene)
                .observer(observer)
                .build()
                .replay(Lane.of("k"), 9, scene.deadline());

        assertThat(told)
                .containsExactly(
                        "parked by notes u", "parked by notes b", "parked b", "begin b", "end b", "replayed handled b");
    }

    @Test
    void a_failing_port_is_told() {
        scene.inboxFaults.failing.add("claimAll");
        scene.lotFaults.failing.add("heldAmong");

        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"));

        assertThat(told).containsExactly("failed port inbox", "failed port parking-lot", "unsettled-port-failed a");
    }
}
