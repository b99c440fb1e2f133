package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.event.EventType;
import io.triskel.event.NoData;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TypeRegistryTest {
    private static final EventType V1 = EventType.of("orders.placed", 1);
    private static final EventType V2 = EventType.of("orders.placed", 2);
    private static final EventType V3 = EventType.of("orders.placed", 3);

    record Old(String a) {}

    record Between(String a) {}

    record New(String a) {}

    @Nested
    class When_types_are_registered {
        private final TypeRegistry types = TypeRegistry.builder()
                .add(V1, Old.class)
                .add(V3, New.class)
                .add(EventType.of("x", 1), NoData.class)
                .add(EventType.of("y", 1), NoData.class)
                .build();

        @Test
        void a_class_has_its_type() {
            assertThat(types.requireTypeOf(New.class)).isEqualTo(V3);
            assertThat(types.typeOf(Old.class)).contains(V1);
            assertThat(types.typeOf(String.class)).isEmpty();
        }

        @Test
        void a_class_of_several_names_has_none() {
            assertThat(types.typeOf(NoData.class)).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> types.requireTypeOf(NoData.class))
                    .withMessageContaining("several event types");
        }

        @Test
        void a_class_that_is_not_registered_is_named() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> types.requireTypeOf(String.class))
                    .withMessageContaining("java.lang.String is not registered");
        }

        @Test
        void a_type_has_its_class() {
            assertThat(types.dataTypeOf(V1)).contains(Old.class);
            assertThat(types.dataTypeOf(V2)).isEmpty();
            assertThat(types.types()).contains(V1, V3).doesNotContain(V2);
        }

        @Test
        void the_newest_version_of_a_class_counts() {
            TypeRegistry both =
                    TypeRegistry.builder().add(V2, New.class).add(V1, New.class).build();

            assertThat(both.requireTypeOf(New.class)).isEqualTo(V2);
        }

        @Test
        void a_type_cannot_be_registered_twice() {
            TypeRegistry.Builder builder = TypeRegistry.builder().add(V1, Old.class);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.add(V1, New.class))
                    .withMessageContaining("orders.placed.v1 is already registered");
        }
    }

    @Nested
    class When_upcasters_are_registered {
        @Test
        void they_lead_to_the_newest() {
            TypeRegistry types = TypeRegistry.builder()
                    .add(V3, New.class)
                    .upcast(V1, V2, data -> data)
                    .upcast(V2, V3, data -> data)
                    .build();

            assertThat(types.newestOf(V1)).isEqualTo(V3);
            assertThat(types.newestOf(V3)).isEqualTo(V3);
            assertThat(types.dataTypeOf(V1)).contains(New.class);
        }

        @Test
        void steps_that_end_at_an_unknown_version_are_refused() {
            TypeRegistry.Builder builder = TypeRegistry.builder().upcast(V1, V2, data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessage(
                            "Upcasters from orders.placed.v1 end at orders.placed.v2, which is neither registered nor"
                                    + " upcast: register it, or add an upcaster from it");
        }

        @Test
        void a_gap_before_the_newest_version_is_refused() {
            TypeRegistry.Builder builder =
                    TypeRegistry.builder().add(V3, New.class).upcast(V1, V2, data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessage("Upcasters from orders.placed.v1 end at orders.placed.v2, although orders.placed.v3 is"
                            + " registered: add the missing upcaster from orders.placed.v2 to orders.placed.v3");
        }

        @Test
        void a_gap_is_refused_even_if_the_version_before_it_has_a_class() {
            TypeRegistry.Builder builder =
                    TypeRegistry.builder().add(V2, Old.class).add(V3, New.class).upcast(V1, V2, data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining("add the missing upcaster from orders.placed.v2 to orders.placed.v3");
        }

        @Test
        void a_gap_of_several_versions_names_the_first_missing_step() {
            TypeRegistry.Builder builder = TypeRegistry.builder()
                    .add(EventType.of("orders.placed", 5), New.class)
                    .add(V2, Old.class)
                    .upcast(V1, V2, data -> data)
                    .upcast(EventType.of("orders.placed", 4), EventType.of("orders.placed", 5), data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining("although orders.placed.v5 is registered")
                    .withMessageContaining("from orders.placed.v2 to orders.placed.v3");
        }

        @Test
        void a_gap_after_a_change_of_name_is_refused() {
            TypeRegistry.Builder builder = TypeRegistry.builder()
                    .add(V1, Old.class)
                    .add(V2, New.class)
                    .upcast(EventType.of("orders.ordered", 1), V1, data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining("Upcasters from orders.ordered.v1 end at orders.placed.v1")
                    .withMessageContaining("from orders.placed.v1 to orders.placed.v2");
        }

        @Test
        void a_step_over_a_version_that_nothing_reads_is_refused() {
            TypeRegistry.Builder builder =
                    TypeRegistry.builder().add(V3, New.class).upcast(V1, V3, data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessage(
                            "The upcaster from orders.placed.v1 to orders.placed.v3 skips orders.placed.v2, which is"
                                    + " neither registered nor upcast: add the missing upcaster from"
                                    + " orders.placed.v2 to orders.placed.v3, or register orders.placed.v2 with a class");
        }

        @Test
        void a_step_over_a_version_that_is_read_is_accepted() {
            TypeRegistry.Builder own =
                    TypeRegistry.builder().add(V2, Old.class).add(V3, New.class).upcast(V1, V3, data -> data);
            TypeRegistry.Builder upcast = TypeRegistry.builder()
                    .add(V3, New.class)
                    .upcast(V1, V3, data -> data)
                    .upcast(V2, V3, data -> data);

            assertThat(own.build().newestOf(V2)).isEqualTo(V2);
            assertThat(upcast.build().newestOf(V2)).isEqualTo(V3);
        }

        @Test
        void versions_with_classes_of_their_own_need_no_steps() {
            TypeRegistry types = TypeRegistry.builder()
                    .add(V1, Old.class)
                    .add(V2, Between.class)
                    .add(V3, New.class)
                    .build();

            assertThat(types.dataTypeOf(V1)).contains(Old.class);
            assertThat(types.dataTypeOf(V3)).contains(New.class);
        }

        @Test
        void an_older_version_with_a_class_may_stand_before_those_with_steps() {
            TypeRegistry types = TypeRegistry.builder()
                    .add(V1, Old.class)
                    .add(V3, New.class)
                    .upcast(V2, V3, data -> data)
                    .build();

            assertThat(types.newestOf(V1)).isEqualTo(V1);
            assertThat(types.newestOf(V2)).isEqualTo(V3);
        }

        @Test
        void a_circle_is_refused() {
            EventType other = EventType.of("orders.ordered", 1);
            TypeRegistry.Builder builder = TypeRegistry.builder()
                    .add(V1, Old.class)
                    .upcast(V1, other, data -> data)
                    .upcast(other, V1, data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining("Upcasters form a circle");
        }

        @Test
        void a_step_back_or_in_place_is_refused() {
            TypeRegistry.Builder builder = TypeRegistry.builder();

            assertThatIllegalArgumentException().isThrownBy(() -> builder.upcast(V2, V1, data -> data));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.upcast(V1, V1, data -> data));
        }

        @Test
        void a_second_way_is_refused() {
            TypeRegistry.Builder builder = TypeRegistry.builder().upcast(V1, V2, data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.upcast(V1, V3, data -> data))
                    .withMessageContaining("already");
        }
    }
}
