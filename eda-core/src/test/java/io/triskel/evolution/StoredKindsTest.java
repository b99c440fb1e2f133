package io.triskel.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.triskel.codec.InvalidStateException;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.evolution.Kept.Release;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is stored was written by yesterday's class and is read by today's: one rule for every kind. */
class StoredKindsTest {
    private static final List<Supplier<Kept.WrittenAgain>> WRITTEN_AGAIN =
            List.of(Kept.SagaState::new, Kept.SagaOfSteps::new, Kept.ViewRow::new);
    private static final List<Supplier<Kept>> STATES =
            List.of(Kept.SagaState::new, Kept.SagaOfSteps::new, Kept.ViewRow::new, Kept.Replica::new);
    private static final List<Supplier<Kept>> READ_ONLY = List.of(Kept.Replica::new, Kept.Event::new);

    private static Stream<Arguments> each(
            Stream<? extends Supplier<? extends Kept>> kinds, List<Change<?, ?>> changes) {
        return kinds.flatMap(kind -> changes.stream().map(change -> arguments(kind.get(), change)));
    }

    private static <T> Release<T> first(Class<T> type) {
        return new Release<>(type, 1, Optional.empty());
    }

    private static <T> Release<T> second(Class<T> type) {
        return new Release<>(type, 2, Optional.empty());
    }

    static Stream<Arguments> all_kinds_and_changes() {
        return Stream.of(Change.BREAKING, Change.LOSING, List.<Change<?, ?>>of(Change.ROUNDING))
                .flatMap(changes ->
                        each(Stream.concat(STATES.stream(), Stream.<Supplier<Kept>>of(Kept.Event::new)), changes));
    }

    @ParameterizedTest
    @MethodSource("all_kinds_and_changes")
    <Y, T> void is_read_through_the_upcaster_of_its_version(Kept kept, Change<Y, T> change) throws Exception {
        kept.begin(first(change.yesterday()), change.stored());

        T read = kept.goOn(new Release<>(change.today(), 2, Optional.of(change.upcaster())));

        assertThat(read).isEqualTo(change.read());
    }

    static Stream<Arguments> kinds_that_are_written_again_and_harmful_changes() {
        return Stream.of(Change.BREAKING, Change.LOSING, List.<Change<?, ?>>of(Change.ROUNDING))
                .flatMap(changes -> each(WRITTEN_AGAIN.stream(), changes));
    }

    static Stream<Arguments> states_and_harmful_changes() {
        return Stream.concat(
                kinds_that_are_written_again_and_harmful_changes(),
                Stream.of(Change.BREAKING, List.<Change<?, ?>>of(Change.ROUNDING))
                        .flatMap(changes -> each(Stream.of(Kept.Replica::new), changes)));
    }

    @ParameterizedTest
    @MethodSource("states_and_harmful_changes")
    <Y, T> void is_refused_unchanged_if_its_class_has_changed_and_its_version_has_not(Kept kept, Change<Y, T> change)
            throws Exception {
        kept.begin(first(change.yesterday()), change.stored());
        byte[] before = kept.bytes();

        assertThatExceptionOfType(InvalidStateException.class)
                .isThrownBy(() -> kept.goOn(first(change.today())))
                .withMessageContaining(change.today().getName())
                .withMessageContaining("register version 2 and the missing upcaster from test.kept.v1 to test.kept.v2");
        assertThat(kept.bytes()).isEqualTo(before);
        assertThat(kept.goOn(new Release<>(change.today(), 2, Optional.of(change.upcaster()))))
                .isEqualTo(change.read());
    }

    @ParameterizedTest
    @MethodSource("states_and_harmful_changes")
    <Y, T> void is_refused_unchanged_if_the_upcaster_from_its_version_is_missing(Kept kept, Change<Y, T> change)
            throws Exception {
        kept.begin(first(change.yesterday()), change.stored());
        byte[] before = kept.bytes();

        assertThatExceptionOfType(InvalidStateException.class)
                .isThrownBy(() -> kept.goOn(second(change.today())))
                .withMessageContaining("version 1: add the missing upcaster from test.kept.v1 to test.kept.v2");
        assertThat(kept.bytes()).isEqualTo(before);
    }

    static Stream<Arguments> states_and_all_changes() {
        return Stream.of(Change.BREAKING, Change.HARMLESS).flatMap(changes -> each(STATES.stream(), changes));
    }

    @ParameterizedTest
    @MethodSource("states_and_all_changes")
    <Y, T> void of_a_later_release_waits_for_it(Kept kept, Change<Y, T> change) throws Exception {
        kept.begin(second(change.yesterday()), change.stored());
        byte[] before = kept.bytes();

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> kept.goOn(first(change.today())))
                .withMessageContaining("has version 2, and this release reads versions up to 1")
                .withMessageContaining("Deploy that release");
        assertThat(kept.bytes()).isEqualTo(before);
    }

    static Stream<Arguments> all_kinds_and_harmless_changes() {
        return each(Stream.concat(STATES.stream(), Stream.<Supplier<Kept>>of(Kept.Event::new)), Change.HARMLESS);
    }

    @ParameterizedTest
    @MethodSource("all_kinds_and_harmless_changes")
    <Y, T> void is_read_as_it_is_if_nothing_is_lost(Kept kept, Change<Y, T> change) throws Exception {
        kept.begin(first(change.yesterday()), change.stored());

        assertThat(kept.goOn(first(change.today()))).isEqualTo(change.read());
    }

    static Stream<Arguments> kinds_that_are_only_read_and_what_they_lose() {
        return each(READ_ONLY.stream(), Change.LOSING);
    }

    @ParameterizedTest
    @MethodSource("kinds_that_are_only_read_and_what_they_lose")
    <Y, T> void may_lack_a_member_where_nobody_writes_it_again(Kept kept, Change<Y, T> change) throws Exception {
        kept.begin(first(change.yesterday()), change.stored());
        byte[] before = kept.bytes();

        assertThat(kept.goOn(first(change.today()))).isNotNull();
        assertThat(kept.bytes()).isEqualTo(before);
    }

    static Stream<Arguments> states() {
        return STATES.stream().map(kind -> arguments(kind.get()));
    }

    @ParameterizedTest
    @MethodSource("states")
    void says_its_version_from_the_second_on(Kept kept) throws Exception {
        kept.begin(first(Change.Order.class), Change.ORDER);
        assertThat(new String(kept.bytes(), StandardCharsets.UTF_8))
                .endsWith("{\"id\":\"o-1\",\"total\":1.50}")
                .doesNotContain("@version");

        Kept later = kept.getClass().getDeclaredConstructor().newInstance();
        later.begin(second(Change.Order.class), Change.ORDER);
        assertThat(new String(later.bytes(), StandardCharsets.UTF_8))
                .endsWith("{\"@version\":2,\"id\":\"o-1\",\"total\":1.50}");
        assertThat(later.goOn(second(Change.Order.class))).isEqualTo(Change.ORDER);
    }

    @ParameterizedTest
    @MethodSource("states")
    void names_the_upcaster_that_failed(Kept kept) throws Exception {
        kept.begin(first(Change.Order.class), Change.ORDER);
        byte[] before = kept.bytes();

        assertThatThrownBy(() -> kept.goOn(new Release<>(
                        Change.WithCurrency.class, 2, Optional.of(old -> old.set("currency", old.text("nothing"))))))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("the upcaster from test.kept.v1 to test.kept.v2 failed");
        assertThatThrownBy(() -> kept.goOn(new Release<>(Change.WithCurrency.class, 2, Optional.of(old -> old))))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("currency")
                .hasMessageContaining("after the upcasters from version 1 to 2");
        assertThat(kept.bytes()).isEqualTo(before);
    }

    /** The first change of each sort: the others are shown above. */
    static Stream<Arguments> kinds_that_are_written_again() {
        return each(WRITTEN_AGAIN.stream(), List.of(Change.BREAKING.get(0), Change.LOSING.get(0)));
    }

    @ParameterizedTest
    @MethodSource("kinds_that_are_written_again")
    <Y, T> void parks_its_event_without_an_upcaster_and_takes_it_with_one(Kept.WrittenAgain kept, Change<Y, T> change)
            throws Exception {
        kept.begin(first(change.yesterday()), change.stored());
        byte[] before = kept.bytes();
        Platform without = kept.platform(first(change.today()));
        HostedConsumer consumer = without.host(kept.consumer(without, change.today()));
        Envelope<?> next = kept.next(without);

        Verdict verdict = settle(consumer, next, without);
        for (int tries = 1; !verdict.settled() && tries < 20; tries++) {
            assertThat(verdict).isInstanceOf(Verdict.Unsettled.class);
            verdict = settle(consumer, next, without);
        }

        assertThat(verdict).isInstanceOf(Verdict.Parked.class);
        assertThat(kept.bytes()).isEqualTo(before);

        Platform with = kept.platform(new Release<>(change.today(), 2, Optional.of(change.upcaster())));
        assertThat(with.host(kept.consumer(with, change.today())).replayParked().handled())
                .isEqualTo(1);
        assertThat(new String(kept.bytes(), StandardCharsets.UTF_8)).contains("{\"@version\":2,");
    }

    @ParameterizedTest
    @MethodSource("kinds_that_are_written_again")
    <Y, T> void parks_nothing_while_a_later_release_is_needed(Kept.WrittenAgain kept, Change<Y, T> change)
            throws Exception {
        kept.begin(second(change.yesterday()), change.stored());
        byte[] before = kept.bytes();
        Platform older = kept.platform(first(change.today()));
        HostedConsumer consumer = older.host(kept.consumer(older, change.today()));

        for (int tries = 0; tries < 20; tries++) {
            assertThat(settle(consumer, kept.next(older), older))
                    .isInstanceOfSatisfying(
                            Verdict.Unsettled.class,
                            unsettled -> assertThat(unsettled.why()).isEqualTo(Verdict.Why.PORT_FAILED));
        }

        assertThat(kept.bytes()).isEqualTo(before);
    }

    private static Verdict settle(HostedConsumer consumer, Envelope<?> event, Platform platform) {
        Delivery delivery = new Delivery.Decoded(event, new Delivery.Position("1"), Optional.empty(), Optional.empty());
        return consumer.processor()
                .process(List.of(delivery), Redelivery.ONE_BY_ONE, platform.in(Duration.ofMinutes(1)))
                .verdicts()
                .get(0);
    }
}
