package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.Scene.Note;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** Events of one lane that their handler takes together. */
class TogetherTest {
    private final Scene scene = new Scene();
    private final List<List<String>> calls = new ArrayList<>();
    private String bad = "none";
    private boolean down;

    private final class Notes implements EventHandler.Together<Note> {
        @Override
        public void handleAll(List<Envelope<Note>> events, Handling handling) {
            List<String> ids = events.stream().map(event -> event.id().id()).toList();
            synchronized (calls) {
                calls.add(ids);
            }
            if (down) {
                throw new PortException("the store is down");
            }
            if (ids.contains(bad)) {
                throw new IllegalStateException("no " + bad);
            }
        }
    }

    private BatchProcessor.Builder processor(boolean inbox) {
        EventConsumer.Builder consumer = EventConsumer.named("notes").parkingLot(scene.lot);
        consumer.on(Scene.NOTED, Note.class, new Notes());
        return BatchProcessor.of((inbox ? consumer.inbox(scene.inbox) : consumer).build())
                .codec(scene.codec)
                .clock(scene);
    }

    private List<String> verdicts(BatchProcessor by, Redelivery redelivery, Delivery... batch) {
        return by.process(List.of(batch), redelivery, scene.deadline()).verdicts().stream()
                .map(Verdict::tag)
                .toList();
    }

    @Test
    void a_lanes_events_are_one_call_and_each_has_its_verdict() {
        List<String> verdicts = verdicts(
                processor(false).build(),
                Redelivery.WHOLE_BATCH,
                event("a1", "a"),
                event("b1", "b"),
                event("a2", "a"),
                event("a1", "a"));

        assertThat(calls)
                .as("with a repeat, which the handler recognises itself")
                .containsExactly(List.of("a1", "a2", "a1"), List.of("b1"));
        assertThat(verdicts).hasSize(4).containsOnly("handled");
    }

    @Test
    void on_an_executor_too() {
        List<String> verdicts = verdicts(
                processor(false).executor(ForkJoinPool.commonPool()).build(),
                Redelivery.WHOLE_BATCH,
                event("a1", "a"),
                event("b1", "b"),
                event("a2", "a"));

        assertThat(calls).containsExactlyInAnyOrder(List.of("a1", "a2"), List.of("b1"));
        assertThat(verdicts).containsOnly("handled");
    }

    @Test
    void an_event_that_fails_among_them_leaves_earlier_ones_handled_and_later_ones_untried() {
        bad = "a2";

        List<String> verdicts = verdicts(
                processor(false).build(),
                Redelivery.FROM_FIRST_UNSETTLED,
                event("a1", "a"),
                event("a2", "a"),
                event("a3", "a"));

        assertThat(calls).containsExactly(List.of("a1", "a2", "a3"), List.of("a1"), List.of("a2"));
        assertThat(verdicts).containsExactly("handled", "unsettled-failed", "unsettled-behind-a-failure");
    }

    @Test
    void an_event_that_has_failed_before_is_tried_alone() {
        BatchProcessor processor = processor(false).build();
        bad = "a1";
        verdicts(processor, Redelivery.FROM_FIRST_UNSETTLED, event("a1", "a"), event("a2", "a"));
        calls.clear();

        verdicts(processor, Redelivery.FROM_FIRST_UNSETTLED, event("a1", "a"), event("a2", "a"));

        assertThat(calls).containsExactly(List.of("a1"));
    }

    @Test
    void a_port_that_fails_is_asked_once_and_counts_no_attempt() {
        down = true;

        List<String> verdicts =
                verdicts(processor(false).build(), Redelivery.FROM_FIRST_UNSETTLED, event("a1", "a"), event("a2", "a"));

        assertThat(calls).containsExactly(List.of("a1", "a2"));
        assertThat(verdicts).containsExactly("unsettled-port-failed", "unsettled-behind-a-failure");
    }

    @Test
    void behind_an_inbox_each_event_has_its_own_call() {
        List<String> verdicts =
                verdicts(processor(true).build(), Redelivery.WHOLE_BATCH, event("a1", "a"), event("a2", "a"));

        assertThat(calls).containsExactly(List.of("a1"), List.of("a2"));
        assertThat(verdicts).containsOnly("handled");
    }
}
