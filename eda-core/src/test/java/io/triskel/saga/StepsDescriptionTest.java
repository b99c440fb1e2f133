package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.codec.EventFactory;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.IdSource;
import io.triskel.event.OrderingKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an engine learns of a process, and the functions that it calls. */
class StepsDescriptionTest {
    record Placed(String order) {}

    record Cancelled(String order) {}

    record Reserve(String order) {}

    record Reserved(String order) {}

    record Refused(String order) {}

    record Release(String order) {}

    record Released(String order) {}

    record Stuck(String order) {}

    record Ship(String order) {}

    record Shipped(String order, String parcel) {}

    record Reject(String order, String why) {}

    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("reserve", 1, Reserve.class)
            .add("release", 1, Release.class)
            .add("reject", 1, Reject.class)
            .build();
    private static final EventFactory EVENTS =
            new EventFactory("/shop", TYPES, InstantSource.fixed(Instant.EPOCH), IdSource.random());

    private static Steps<String> steps() {
        return Steps.named("p", String.class)
                .startedBy(Placed.class, Placed::order, Placed::order)
                .calledOffBy(Cancelled.class, Cancelled::order)
                .step("reserve")
                .command("inventory", Reserve.class, Reserve::new, order -> new OrderingKey("stock"))
                .done(Reserved.class)
                .failed(Refused.class)
                .within(Duration.ofMinutes(2))
                .retries(2)
                .undo("inventory", Release.class, Release::new)
                .undone(Released.class)
                .notUndone(Stuck.class)
                .undoWithin(Duration.ofMinutes(3), 4)
                .step("ship")
                .command("shipping", Ship::new)
                .done(Shipped.class, (order, shipped) -> order + " in " + shipped.parcel())
                .whenCompensated("ordering", Reject.class, Reject::new);
    }

    @Test
    void a_step_is_described_with_types_limits_and_what_undoes_it() {
        StepsDescription process = steps().describe();

        assertThat(process.starts()).containsExactly(Placed.class);
        assertThat(process.callOffs()).containsExactly(Cancelled.class);
        StepsDescription.Part reserve = process.steps().get(0);
        assertThat(reserve.action()).isEqualTo(new StepsDescription.Command("inventory", Optional.of(Reserve.class)));
        assertThat(reserve.done()).containsExactly(Reserved.class);
        assertThat(reserve.failed()).containsExactly(Refused.class);
        assertThat(reserve.within()).isEqualTo(Duration.ofMinutes(2));
        assertThat(reserve.retries()).isEqualTo(2);
        assertThat(reserve.undo().orElseThrow().undone()).containsExactly(Released.class);
        assertThat(reserve.undo().orElseThrow().notUndone()).containsExactly(Stuck.class);
        assertThat(reserve.undo().orElseThrow().retries()).isEqualTo(4);
        assertThat(reserve.isPointOfNoReturn()).isFalse();
        assertThat(process.compensated().orElseThrow().type()).contains(Reject.class);
    }

    @Test
    void a_command_whose_type_is_not_named_has_none() {
        StepsDescription.Part ship = steps().describe().steps().get(1);

        assertThat(ship.action().type()).isEmpty();
        assertThat(ship.isPointOfNoReturn()).isTrue();
        assertThat(ship.within()).isEqualTo(Steps.PATIENCE);
    }

    @Test
    void a_command_for_an_engine_is_the_one_that_the_saga_would_send() {
        Envelope<Object> command = steps().payloads().command("o1", "do reserve", "o1", Optional.empty(), EVENTS);

        assertThat(command.data()).isEqualTo(new Reserve("o1"));
        assertThat(command.id().id()).isEqualTo(InstanceUpdate.commandId(new SagaRef("p", "o1"), "do reserve 0", 1));
        assertThat(command.key()).contains(new OrderingKey("stock"));
        assertThat(command.pattern()).isEqualTo(new EventKind.Command("inventory"));
        assertThat(command.metadata().correlation()).contains("o1");
    }

    @Test
    void what_is_told_in_the_end_knows_why() {
        assertThat(steps().payloads()
                        .command("o1", Steps.COMPENSATED, "o1", Optional.of("no stock"), EVENTS)
                        .data())
                .isEqualTo(new Reject("o1", "no stock"));
    }

    @Test
    void a_reply_changes_what_is_kept_if_its_step_says_so() {
        assertThat(steps().payloads().keep(new Shipped("o1", "box 7"), "o1")).isEqualTo("o1 in box 7");
        assertThat(steps().payloads().keep(new Reserved("o1"), "o1")).isEqualTo("o1");
    }

    @Test
    void only_a_start_begins() {
        assertThat(steps().payloads().begin(new Placed("o1"))).contains("o1");
        assertThat(steps().payloads().begin(new Reserved("o1"))).isEmpty();
    }

    @Test
    void a_command_that_the_process_does_not_have_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps().payloads().command("o1", "undo ship", "o1", Optional.empty(), EVENTS))
                .withMessageContaining("has no command 'undo ship'");
    }

    @Test
    void an_incomplete_process_is_described_no_more_than_it_is_built() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steps.named("p", String.class).describe())
                .withMessageContaining("needs startedBy(..)");
    }
}
