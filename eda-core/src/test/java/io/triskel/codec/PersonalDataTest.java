package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.personal.Personal;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Personal data is sealed wherever it is written, and lost for good once its subject is forgotten. */
class PersonalDataTest {
    private static final EventType REGISTERED = EventType.of("customers.registered", 1);

    record Address(String street, Optional<String> addition) {}

    record Registered(
            String customer, Personal<String> name, Personal<Address> address, List<Personal<String>> phones) {}

    private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
    private final TypeRegistry types =
            TypeRegistry.builder().add(REGISTERED, Registered.class).build();
    private final EventCodec codec = EventCodec.of(types).withPersonal(keys);
    private final StateCodec states = StateCodec.of().withPersonal(keys);
    private final Registered registered = new Registered(
            "c-1",
            Personal.of("c-1", "Ada Lovelace"),
            Personal.of("c-1", new Address("Main Street", Optional.of("left"))),
            List.of(Personal.of("c-1", "555-1234"), Personal.of("c-2", "555-9876")));

    private byte[] wire() {
        return codec.encode(Envelope.of(new EventId("/customers", "1"), REGISTERED, registered));
    }

    private Registered read(byte[] wire) {
        return (Registered) codec.decode(wire).data();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Nested
    class When_the_subject_is_known {
        @Test
        void its_data_reads_back() {
            assertThat(read(wire())).isEqualTo(registered);
            assertThat(states.decode(states.encode(registered), Registered.class))
                    .isEqualTo(registered);
        }

        @Test
        void its_plain_text_is_not_in_the_bytes() {
            assertThat(text(wire()) + text(states.encode(registered)))
                    .doesNotContain("\"Ada\"")
                    .doesNotContain("Main Street")
                    .doesNotContain("555-")
                    .contains("\"subject\":\"c-1\"");
        }

        @Test
        void the_same_data_never_seals_to_the_same_bytes() {
            assertThat(wire()).isNotEqualTo(wire());
        }

        @Test
        void binary_mode_seals_too() {
            WireEvent wire = codec.encodeBinary(Envelope.of(new EventId("/customers", "1"), REGISTERED, registered));

            assertThat(text(wire.body())).doesNotContain("Ada");
            assertThat(codec.decodeBinary(wire).data()).isEqualTo(registered);
        }

        @Test
        void its_text_form_does_not_tell() {
            assertThat(registered.toString()).doesNotContain("Ada").doesNotContain("555");
        }
    }

    @Nested
    class When_the_subject_is_forgotten {
        @Test
        void its_data_reads_as_forgotten_and_everything_else_as_before() {
            byte[] wire = wire();
            byte[] state = states.encode(registered);

            keys.forget("c-1");

            Registered expected = new Registered(
                    "c-1",
                    new Personal.Forgotten<>("c-1"),
                    new Personal.Forgotten<>("c-1"),
                    List.of(new Personal.Forgotten<>("c-1"), Personal.of("c-2", "555-9876")));
            assertThat(read(wire)).isEqualTo(expected);
            assertThat(states.decode(state, Registered.class)).isEqualTo(expected);
        }

        @Test
        void it_is_written_again_as_forgotten_without_any_key() {
            byte[] wire = wire();
            keys.forget("c-1");
            keys.forget("c-2");
            Envelope<?> forgotten = codec.decode(wire);

            byte[] again = EventCodec.of(types).encode(forgotten);

            assertThat(text(again)).contains("\"forgotten\":true").doesNotContain("sealed");
            assertThat(EventCodec.of(types).decode(again)).isEqualTo(forgotten);
        }

        @Test
        void nothing_new_can_be_written_about_it() {
            keys.forget("c-1");

            assertThatExceptionOfType(SubjectForgottenException.class)
                    .isThrownBy(PersonalDataTest.this::wire)
                    .satisfies(refusal -> assertThat(refusal.subject()).isEqualTo("c-1"));
            assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> states.encode(registered));
        }
    }

    @Nested
    class When_the_bytes_were_tampered_with {
        private InvalidEventException refused(byte[] wire) {
            InvalidEventException refusal = catchThrowableOfType(InvalidEventException.class, () -> codec.decode(wire));
            assertThat(refusal).as("refusal").isNotNull();
            assertThat(refusal.attribute()).isEqualTo("data");
            return refusal;
        }

        private byte[] replaced(String regex, String by) {
            return text(wire()).replaceFirst(regex, by).getBytes(StandardCharsets.UTF_8);
        }

        @Test
        void a_changed_cipher_text_is_an_error_with_its_path_and_not_forgotten() {
            byte[] wire = replaced("(\"sealed\":\".{30})(.)", "$1/");
            byte[] other = replaced("(\"sealed\":\".{30})(.)", "$1A");

            String reason = catchThrowableOfType(InvalidEventException.class, () -> {
                        codec.decode(wire);
                        codec.decode(other);
                    })
                    .reason();

            assertThat(reason).contains("at name").contains("was changed");
        }

        @Test
        void a_subject_swapped_for_another_is_an_error() {
            wire();

            assertThat(refused(replaced("\"subject\":\"c-1\"", "\"subject\":\"c-2\""))
                            .reason())
                    .contains("was changed");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\"sealed\":\"AAAA\"", "\"sealed\":\"\"", "\"sealed\":5", "\"x\":1", "\"forgotten\":false"})
        void what_is_cut_short_or_missing_is_an_error(String member) {
            refused(replaced("\"sealed\":\"[^\"]*\"", member));
        }

        @Test
        void plain_text_in_its_place_is_an_error() {
            refused(replaced("\"name\":\\{[^}]*}", "\"name\":\"Ada\""));
        }

        @Test
        void a_subject_that_the_key_store_never_knew_is_an_error_and_not_forgotten() {
            assertThat(refused(replaced("\"subject\":\"c-1\"", "\"subject\":\"nobody\""))
                            .reason())
                    .contains("No key for subject 'nobody'");
        }
    }

    @Nested
    class When_keys_cannot_be_had {
        @Test
        void a_codec_without_keys_says_what_it_needs() {
            byte[] wire = wire();

            assertThat(catchThrowableOfType(
                                    InvalidEventException.class,
                                    () -> EventCodec.of(types).decode(wire))
                            .reason())
                    .contains("withPersonal");
            assertThat(catchThrowableOfType(
                            InvalidStateException.class, () -> StateCodec.of().encode(registered)))
                    .hasMessageContaining("withPersonal");
        }

        @Test
        void a_key_store_that_fails_is_a_failing_port_and_no_invalid_event() {
            byte[] wire = wire();
            byte[] state = states.encode(registered);
            for (RuntimeException failure : List.of(new PortException("down"), new IllegalStateException("down"))) {
                PersonalKeys down = new FailingKeys(failure);

                assertThatExceptionOfType(PortException.class)
                        .isThrownBy(
                                () -> EventCodec.of(types).withPersonal(down).decode(wire));
                assertThatExceptionOfType(PortException.class)
                        .isThrownBy(() -> StateCodec.of().withPersonal(down).decode(state, Registered.class));
                assertThatExceptionOfType(PortException.class)
                        .isThrownBy(() -> StateCodec.of().withPersonal(down).encode(registered));
            }
        }

        @Test
        void a_key_that_is_no_aes_key_fails_without_showing_it() {
            SecretKey wrong = new SecretKeySpec("secretsecret".getBytes(StandardCharsets.UTF_8), "AES");
            PersonalKeys keysOfTwelveBytes = new FixedKeys(wrong);

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() ->
                            StateCodec.of().withPersonal(keysOfTwelveBytes).encode(registered))
                    .withMessageContaining("is it AES-256?")
                    .withMessageNotContaining("secret");
            byte[] state = states.encode(registered);
            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() ->
                            StateCodec.of().withPersonal(keysOfTwelveBytes).decode(state, Registered.class));
        }
    }

    @Test
    void a_key_that_is_refused_spoils_no_other() {
        SecretKey wrong = new SecretKeySpec(new byte[12], "AES");
        StateCodec some = StateCodec.of().withPersonal(new KeysBut("c-2", wrong));

        for (int again = 0; again < 3; again++) {
            Personal<String> known = Personal.of("c-1", "Ada");
            assertThat(some.decode(some.encode(new Named(known)), Named.class)).isEqualTo(new Named(known));
            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> some.encode(new Named(Personal.of("c-2", "Grace"))));
        }
    }

    record Named(Personal<String> name) {}

    /** A store with keys for all but one subject. */
    private record KeysBut(String subject, SecretKey wrong, PersonalKeys others) implements PersonalKeys {
        KeysBut(String subject, SecretKey wrong) {
            this(subject, wrong, new InMemoryPersonalKeys());
        }

        @Override
        public Optional<SecretKey> find(String asked) {
            return asked.equals(subject) ? Optional.of(wrong) : others.find(asked);
        }

        @Override
        public SecretKey keyFor(String asked) {
            return asked.equals(subject) ? wrong : others.keyFor(asked);
        }

        @Override
        public void forget(String asked) {
            others.forget(asked);
        }
    }

    @Test
    void a_value_of_another_shape_is_an_error_that_does_not_show_it() {
        record Other(String customer, Personal<Integer> name) {}
        EventCodec other = EventCodec.of(
                        TypeRegistry.builder().add(REGISTERED, Other.class).build())
                .withPersonal(keys);
        byte[] wire = wire();

        InvalidEventException refusal = catchThrowableOfType(InvalidEventException.class, () -> other.decode(wire));

        assertThat(refusal.reason()).contains("at name").contains("is not a java.lang.Integer");
        for (Throwable at = refusal; at != null; at = at.getCause()) {
            assertThat(String.valueOf(at.getMessage())).doesNotContain("Ada");
        }
    }

    @Test
    void an_upcaster_may_move_what_is_sealed() {
        EventType newer = EventType.of("customers.registered", 2);
        record Renamed(Personal<String> fullName) {}
        EventCodec upcasting = EventCodec.of(TypeRegistry.builder()
                        .add(newer, Renamed.class)
                        .upcast(REGISTERED, newer, old -> old.rename("name", "fullName"))
                        .build())
                .withPersonal(keys);

        assertThat(upcasting.decode(wire()).data()).isEqualTo(new Renamed(Personal.of("c-1", "Ada Lovelace")));
    }

    private record FailingKeys(RuntimeException failure) implements PersonalKeys {
        @Override
        public Optional<SecretKey> find(String subject) {
            throw failure;
        }

        @Override
        public SecretKey keyFor(String subject) {
            throw failure;
        }

        @Override
        public void forget(String subject) {
            throw failure;
        }
    }

    private record FixedKeys(SecretKey key) implements PersonalKeys {
        @Override
        public Optional<SecretKey> find(String subject) {
            return Optional.of(key);
        }

        @Override
        public SecretKey keyFor(String subject) {
            return key;
        }

        @Override
        public void forget(String subject) {}
    }
}
