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
                    .withMessageContaining("orders.placed.v1 is registered already");
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
        void a_gap_is_refused() {
            TypeRegistry.Builder builder =
                    TypeRegistry.builder().add(V3, New.class).upcast(V1, V2, data -> data);

            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining("from orders.placed.v1 end at orders.placed.v2")
                    .withMessageContaining("neither registered nor has an upcaster");
        }

        @Test
        void a_circle_is_refused() {
            EventType other = EventType.of("orders.ordered", 1);
            TypeRegistry.Builder builder = TypeRegistry.builder()
                    .add(V1, Old.class)
                    .upcast(V1, other, data -> data)
                    .upcast(other, V1, data -> data);

            assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("in a circle");
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
