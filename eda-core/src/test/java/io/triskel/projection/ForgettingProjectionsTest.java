package io.triskel.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.personal.Personal;
import io.triskel.personal.SubjectForgotten;
import io.triskel.projection.Projection.SimpleProjection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A view of personal data can forget, or is refused. */
class ForgettingProjectionsTest {
    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("test.bought", 1, Bought.class)
            .add("test.counted", 1, Counted.class)
            .add(SubjectForgotten.TYPE, SubjectForgotten.class)
            .build();
    private static final StreamId ORDER = StreamId.of("order", "42");

    private final InMemoryPlatform platform = InMemoryPlatform.of("/shop", TYPES);

    record Bought(String customer, Personal<String> name, long cents) {}

    record Counted(int number) {}

    record Row(String customer, String name, long cents) {
        Row after(Bought event) {
            return new Row(event.customer(), event.name().known().orElse(""), cents + event.cents());
        }

        static Row none() {
            return new Row("", "", 0);
        }
    }

    record Sealed(Optional<List<Personal<String>>> names) {}

    private static SimpleProjection<Row> rows() {
        return Projection.of("rows", Row.class, Bought.class, Row.none(), Row::after)
                .indexedBy("name", Row::name)
                .totalling("bank", "cents", Row::cents);
    }

    private void buy(long revision, long cents) {
        platform.publish(List.of(platform.events()
                .of(new Bought("c-1", Personal.of("c-1", "Ann Smith"), cents))
                .keyed("order-42")
                .withPattern(new EventKind.Sourced(ORDER, revision))));
    }

    private void forget(String subject) {
        platform.personalKeys().forget(subject);
        platform.publish(new SubjectForgotten(subject), subject);
    }

    private String stored(String table) {
        StringBuilder text = new StringBuilder();
        for (ReadModel.Row row :
                platform.stores().readModel().page(table, Optional.empty(), 100).items()) {
            text.append(row.indexKeys()).append(new String(row.state(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Nested
    class One_made_of_functions {
        @Test
        void erases_the_rows_and_index_keys_of_its_subject_and_keeps_totals() {
            View<Row> view = platform.view(rows().subject(row -> Optional.of(row.customer())));
            InMemoryPump pump = platform.subscribe(view);
            buy(1, 300);
            pump.drain();
            String before = stored("rows.g1");

            forget("c-1");
            pump.drain();

            assertThat(before).contains("name=Ann Smith");
            assertThat(stored("rows.g1")).doesNotContain("Ann");
            assertThat(view.find(ORDER)).isEmpty();
            assertThat(view.total("bank")).containsEntry("cents", 300L);
        }

        @Test
        void leaves_what_it_says_may_remain() {
            View<Row> view = platform.view(
                    rows().subject(row -> Optional.of(row.customer()).filter(customer -> !customer.isEmpty()))
                            .erasedTo(row -> new Row("", "", row.cents())));
            InMemoryPump pump = platform.subscribe(view);
            buy(1, 300);
            pump.drain();

            int erased = view.erase("c-1");

            assertThat(erased).isEqualTo(1);
            assertThat(view.find(ORDER)).contains(new Row("", "", 300));
            assertThat(stored("rows.g1")).doesNotContain("Ann");
        }

        @Test
        void is_refused_if_its_events_hold_personal_data_and_it_names_no_subject() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> platform.view(rows()))
                    .withMessage("The rows of rows may hold personal data, which " + Bought.class.getName()
                            + " has, but the projection has no subject, so nothing could be erased: name the person"
                            + " whose data a row holds with subject(..), or return Optional.empty() there if it"
                            + " holds none in plain text");
        }

        @Test
        void is_refused_if_its_rows_hold_personal_data_however_deep() {
            SimpleProjection<Sealed> sealed = Projection.of(
                    "sealed", Sealed.class, Counted.class, new Sealed(Optional.empty()), (row, event) -> row);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> platform.view(sealed))
                    .withMessageContaining("personal data, which " + Sealed.class.getName() + " has");
            assertThatCode(() -> platform.view(sealed.subject(row -> Optional.empty())))
                    .doesNotThrowAnyException();
        }

        @Test
        void needs_no_subject_without_personal_data() {
            assertThatCode(() -> platform.view(Projection.of(
                            "counts", Counted.class, Counted.class, new Counted(0), (row, event) -> event)))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class One_of_a_class {
        @Test
        void is_refused_if_it_leaves_subject_as_it_is() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> platform.view(new ByCustomer() {}))
                    .withMessageStartingWith("The rows of by-customer may hold personal data");
            assertThatCode(() -> platform.view(new Named())).doesNotThrowAnyException();
        }
    }

    @Nested
    class A_total_named_after_a_person {
        private final View<Row> view = platform.view(new Named());
        private final InMemoryPump pump = platform.subscribe(view);

        @Test
        void is_erased_with_its_subject_and_not_brought_back() {
            buy(1, 300);
            pump.drain();
            Map<String, Long> before = view.total("Ann Smith");

            var unused = view.erase("c-1");
            buy(2, 300);
            pump.drain();

            assertThat(before).containsEntry("cents", 300L);
            assertThat(view.total("Ann Smith")).isEmpty();
            assertThat(view.total("all")).containsKey("cents");
            assertThat(stored("by-customer.g1.totals")).doesNotContain("Ann");
        }

        @Test
        void that_comes_late_is_erased_at_once() {
            var unused = view.erase("c-1");

            buy(1, 300);
            pump.drain();

            assertThat(stored("by-customer.g1.totals")).doesNotContain("Ann");
            assertThat(stored("by-customer.g1")).doesNotContain("Ann");
        }

        @Test
        void is_not_brought_back_by_a_rebuild() {
            buy(1, 300);
            pump.drain();
            var unused = view.erase("c-1");

            platform.rebuild(view);

            assertThat(stored("by-customer.g2.totals")).doesNotContain("Ann");
        }
    }

    /** Names nobody. */
    private abstract static class ByCustomer implements Projection<Row> {
        @Override
        public String name() {
            return "by-customer";
        }

        @Override
        public Class<Row> rowType() {
            return Row.class;
        }

        @Override
        public List<Class<?>> events() {
            return List.of(Bought.class);
        }

        @Override
        public Optional<Row> evolve(Optional<Row> row, Envelope<?> event) {
            return Optional.of(row.orElse(Row.none()).after((Bought) event.data()));
        }
    }

    private static final class Named extends ByCustomer {
        @Override
        public Optional<String> subject(Row row) {
            return Optional.of(row.customer());
        }

        @Override
        public List<Contribution> contributions(Row row) {
            return List.of(
                    new Contribution(row.name().isEmpty() ? "nobody" : row.name(), Map.of("cents", row.cents()))
                            .about(row.customer()),
                    new Contribution("all", Map.of("cents", row.cents())));
        }
    }
}
