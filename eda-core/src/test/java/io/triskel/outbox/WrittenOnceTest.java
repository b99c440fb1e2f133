package io.triskel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.personal.Personal;
import io.triskel.personal.PersonalKeys;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.OrderedPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event that is stored and then published inline is encoded once, and its personal data encrypted once. */
class WrittenOnceTest {
    private static final StreamId CUSTOMER = new StreamId("customer-1");
    private static final EventType NAMED = EventType.of("test.named", 1);

    private final Counting keys = new Counting();
    private final EventCodec codec = EventCodec.of(
                    TypeRegistry.builder().add(NAMED, Named.class).build())
            .withPersonal(keys);
    private final InMemoryEventStore store = InMemoryEventStore.encoded(codec);

    private record Named(Personal<String> name, String language) {}

    private InMemoryBus published(WireMode mode, EventCodec byPublisher, String... names) {
        InMemoryBus bus = InMemoryBus.of(byPublisher, mode, 1);
        Dispatcher dispatcher = Dispatcher.builder(
                        store, store, OrderedPublisher.builder(bus, byPublisher).build())
                .build();
        CommandHandler<String, Integer, Named> handler = CommandHandler.builder(
                        Decider.<String, Integer, Named>of(
                                0,
                                (name, count) -> List.of(
                                        new Named(new Personal.Known<>("c-1", name), "en"),
                                        new Named(new Personal.Known<>("c-1", name + "!"), "fr")),
                                (count, named) -> count + 1),
                        store,
                        codec.types(),
                        "/customers")
                .dispatcher(dispatcher)
                .build();
        for (String name : names) {
            assertThat(handler.handle(CUSTOMER, name, name)).isInstanceOf(CommandResult.Done.class);
        }
        return bus;
    }

    private static List<Object> read(InMemoryBus bus, EventCodec by) {
        List<Object> data = new ArrayList<>();
        bus.forEachKept(wire ->
                data.add((wire.attributes().isEmpty() ? by.decode(wire.body()) : by.decodeBinary(wire)).data()));
        return data;
    }

    @ParameterizedTest
    @EnumSource(WireMode.class)
    void the_bus_has_what_the_store_has_and_encrypts_nothing_again(WireMode mode) {
        InMemoryBus bus = published(mode, codec, "Ada", "Zoë");

        assertThat(keys.encryptions).isEqualTo(4);
        assertThat(read(bus, codec))
                .hasSize(4)
                .isEqualTo(store.read(CUSTOMER, 0, 9).events().stream()
                        .map(event -> (Object) event.data())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(WireMode.class)
    void a_publisher_with_other_keys_encrypts_with_its_own(WireMode mode) {
        EventCodec others = EventCodec.of(codec.types()).withPersonal(new InMemoryPersonalKeys());

        InMemoryBus bus = published(mode, others, "Ada");

        assertThat(read(bus, others))
                .contains(new Named(new Personal.Known<>("c-1", "Ada"), "en"))
                .hasSize(2);
    }

    @Nested
    class When_the_publishers_codec_takes_less {
        @Test
        void an_event_that_the_store_took_is_still_too_large_for_it() {
            InMemoryBus bus = published(WireMode.STRUCTURED, codec.withMaxBytes(64), "Ada");

            List<WireEvent> kept = new ArrayList<>();
            bus.forEachKept(kept::add);
            assertThat(kept).isEmpty();
        }
    }

    private static final class Counting implements PersonalKeys {
        private final PersonalKeys keys = new InMemoryPersonalKeys();
        private int encryptions;

        @Override
        public Optional<SecretKey> find(String subject) {
            return keys.find(subject);
        }

        @Override
        public SecretKey keyFor(String subject) {
            encryptions++;
            return keys.keyFor(subject);
        }

        @Override
        public void forget(String subject) {
            keys.forget(subject);
        }
    }
}
