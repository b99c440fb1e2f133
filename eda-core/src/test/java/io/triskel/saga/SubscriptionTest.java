package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.inbox.Fence;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.parking.Lane;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final World world = new World();

    @Test
    void a_consumer_gets_the_events_that_the_saga_listens_to() {
        EventConsumer consumer =
                world.runner.subscribe(EventConsumer.named("saga")).build();

        assertThat(consumer.types()).containsExactly(Script.TOLD);
    }

    @Test
    void an_event_that_the_codec_does_not_know_is_a_mistake() {
        EventCodec other = EventCodec.of(
                TypeRegistry.builder().add(Script.DO, Script.Do.class).build());
        SagaRunner<Script.Heard> runner = SagaRunner.of(world.script, new InMemorySagaStore(), other, world.bus)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> runner.subscribe(EventConsumer.named("saga")))
                .withMessageContaining("which is not registered");
    }

    @Test
    void an_event_that_nobody_decoded_is_a_mistake_and_not_nobodys() {
        Envelope<?> undecoded = Script.told("1", "a")
                .withData(Script.TOLD, new EncodedData(Optional.empty(), "{}".getBytes(StandardCharsets.UTF_8)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> world.runner.handle(undecoded, world.soon()))
                .withMessageContaining(Script.TOLD.toString());
    }

    @Test
    void an_undecoded_event_that_it_does_not_listen_to_is_nobodys() throws Exception {
        Envelope<?> foreign = Script.told("1", "a")
                .withData(EventType.of("test.foreign", 1), new EncodedData(Optional.empty(), new byte[0]));

        world.runner.handle(foreign, world.soon());

        assertThat(world.runner.find("a")).isEmpty();
    }

    @Test
    void the_lane_is_the_instance() {
        assertThat(world.runner.lane().apply(Script.told("1", "a").withKey(new OrderingKey("k"))))
                .contains(Lane.of("a"));
    }

    @Test
    void the_lane_of_an_event_that_is_nobodys_is_its_key() {
        assertThat(world.runner
                        .lane()
                        .apply(Script.told("1", "a")
                                .withData(Script.DO, new Script.Do("x"))
                                .withKey(new OrderingKey("k"))))
                .contains(Lane.of("k"));
    }

    @Test
    void the_runner_is_a_handler() throws Exception {
        world.runner.handle(
                Script.told("1", "a").withData(Script.TOLD, (Object)
                        Script.told("1", "a", "send x").data()),
                new Handling(1, world.soon(), Fence.none()));

        assertThat(world.bus.sent()).containsExactly("x");
    }
}
