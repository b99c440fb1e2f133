package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.memory.InMemoryPersonalKeys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Records of random shapes with random values: a type is refused when it is registered or all of its values are written;
 * what is written reads back equal, in both modes and as a state; what is refused is what cannot be read. 40 records for each of three
 * seeds, 100 with {@code -Dthorough}.
 */
class WrittenMeansReadProperties {
    private static final EventType TYPE = EventType.of("any.thing", 1);
    private static final int RECORDS = Boolean.getBoolean("triskel.thorough") ? 100 : 20;
    private static final int RECORDS_FOR_A_FLAW = 100;
    private static final int VALUES = 12;

    private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
    private final StateCodec states = StateCodec.of().withPersonal(keys);

    private static Optional<TypeRegistry> registered(Class<?> type) {
        try {
            return Optional.of(TypeRegistry.builder().add(TYPE, type).build());
        } catch (IllegalArgumentException refusal) {
            assertThat(refusal).hasMessageStartingWith("any.thing.v1 (" + type.getName() + ") could be written");
            return Optional.empty();
        }
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void a_type_is_registered_if_and_only_if_it_can_be_read_back(@ForAll Random random) {
        for (AnyRecords.Generated one : AnyRecords.generate(random, RECORDS)) {
            boolean accepted = registered(one.type()).isPresent();

            assertThat(accepted).as(one.source()).isEqualTo(one.readable());
            if (!accepted) {
                assertThatIllegalArgumentException().isThrownBy(() -> states.requireReadable(one.type()));
            }
        }
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void what_is_written_reads_back_equal(@ForAll Random random) {
        AnyValues values = new AnyValues(random, false);
        for (AnyRecords.Generated one : AnyRecords.generate(random, RECORDS)) {
            registered(one.type()).ifPresent(types -> {
                EventCodec codec = EventCodec.of(types).withPersonal(keys);
                for (int i = 0; i < VALUES; i++) {
                    Object value = values.of(one.type());

                    assertReadsBack(codec, value, one.source());
                }
            });
        }
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void what_could_not_be_read_is_refused_before_it_is_written(@ForAll Random random) {
        AnyValues values = new AnyValues(random, true);
        for (AnyRecords.Generated one : AnyRecords.generate(random, RECORDS)) {
            registered(one.type()).ifPresent(types -> {
                EventCodec codec = EventCodec.of(types).withPersonal(keys);
                for (int i = 0; i < VALUES; i++) {
                    Object value = values.of(one.type());

                    if (values.nasties() == 0) {
                        assertReadsBack(codec, value, one.source());
                    } else {
                        assertRefused(codec, value, one.source());
                    }
                }
            });
        }
    }

    /** The properties above would find a writer that lets pass what reading refuses. */
    @Example
    void a_kinder_writer_would_be_found() {
        Random random = new Random(10);
        AnyValues values = new AnyValues(random, true);
        JsonMapper kind = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .build();
        int unreadable = 0;
        for (AnyRecords.Generated one : AnyRecords.generate(random, RECORDS_FOR_A_FLAW)) {
            for (int i = 0; i < VALUES && one.readable(); i++) {
                Object value = values.of(one.type());
                try {
                    states.decode(kind.writeValueAsBytes(value), one.type());
                } catch (IOException | InvalidStateException found) {
                    unreadable += values.nasties() > 0 ? 1 : 0;
                }
            }
        }

        assertThat(unreadable).isGreaterThan(50);
    }

    private void assertReadsBack(EventCodec codec, Object value, String source) {
        Envelope<?> event = event(value);
        Object expected = AnyValues.comparable(value);
        byte[] structured = codec.encode(event);

        List<Object> read = List.of(
                codec.decode(structured).data(),
                codec.decodeBinary(codec.encodeBinary(event)).data(),
                codec.decode(codec.encode(codec.decode(structured, type -> false)))
                        .data(),
                states.decode(states.encode(value), value.getClass()));

        assertThat(read)
                .as(source)
                .allSatisfy(back -> assertThat(AnyValues.comparable(back)).isEqualTo(expected));
    }

    private void assertRefused(EventCodec codec, Object value, String source) {
        assertThatExceptionOfType(InvalidEventException.class)
                .as(source)
                .isThrownBy(() -> codec.encode(event(value)))
                .satisfies(refusal -> assertThat(refusal.attribute()).isEqualTo("data"));
        assertThatExceptionOfType(InvalidEventException.class)
                .as(source)
                .isThrownBy(() -> codec.encodeBinary(event(value)));
        assertThatExceptionOfType(InvalidStateException.class).as(source).isThrownBy(() -> states.encode(value));
    }

    private static Envelope<?> event(Object value) {
        return Envelope.of(new EventId("/any", "1"), TYPE, value);
    }
}
