package io.triskel.testkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.testkit.SchemaGolden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaGoldenTest {
    private static final EventType PLACED = EventType.of("orders.placed", 1);
    private static final EventType PLACED_2 = EventType.of("orders.placed", 2);

    record Placed(String orderId, List<Line> lines) {}

    record Line(String sku, int quantity) {}

    record PlacedOtherwise(String orderId, List<OtherLine> lines) {}

    record OtherLine(String sku, long quantity) {}

    record PlacedLater(String orderId, List<Line> lines, Optional<String> note) {}

    @TempDir
    private Path directory;

    private void check(TypeRegistry.Builder types) {
        SchemaGolden.of(types.build(), directory).check();
    }

    @BeforeEach
    void publish() {
        SchemaGolden.of(TypeRegistry.builder().add(PLACED, Placed.class).build(), directory)
                .accept();
    }

    @Test
    void a_file_shows_the_shape_of_a_type() throws IOException {
        assertThat(Files.readString(directory.resolve("orders.placed.v1.schema")))
                .isEqualTo("""
                        object
                          lines: list of object
                            quantity: integer
                            sku: string
                          orderId: string
                        """);
    }

    @Test
    void what_has_not_changed_passes() {
        assertThatCode(() -> check(TypeRegistry.builder().add(PLACED, Placed.class)))
                .doesNotThrowAnyException();
    }

    @Test
    void a_change_deep_below_fails_and_says_what_to_do() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check(TypeRegistry.builder().add(PLACED, PlacedOtherwise.class)))
                .withMessageContaining("orders.placed.v1.schema differs")
                .withMessageContaining("quantity: integer")
                .withMessageContaining("quantity: long")
                .withMessageContaining("register a new version with an upcaster")
                .withMessageContaining("-Dtriskel.golden.accept=true");
    }

    @Test
    void a_new_type_fails_until_it_is_accepted() {
        TypeRegistry.Builder both =
                TypeRegistry.builder().add(PLACED, Placed.class).add(PLACED_2, PlacedLater.class);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check(both))
                .withMessageContaining("orders.placed.v2.schema is missing")
                .withMessageNotContaining("v1.schema differs");

        SchemaGolden.of(both.build(), directory).accept();
        assertThatCode(() -> check(both)).doesNotThrowAnyException();
    }

    @Test
    void a_published_type_that_nobody_can_read_any_more_fails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check(TypeRegistry.builder().add(PLACED_2, PlacedLater.class)))
                .withMessageContaining("orders.placed.v1.schema is published, but its type no longer has a class");
    }

    @Test
    void a_published_type_that_is_upcast_passes() {
        TypeRegistry.Builder upcast =
                TypeRegistry.builder().add(PLACED_2, PlacedLater.class).upcast(PLACED, PLACED_2, old -> old);
        SchemaGolden.of(upcast.build(), directory).accept();

        assertThatCode(() -> check(upcast)).doesNotThrowAnyException();
    }

    @Nested
    class A_stored_state {
        private final TypeRegistry.Builder published =
                TypeRegistry.builder().add(PLACED, Placed.class).state("orders.saga", 1, Line.class);

        @BeforeEach
        void publish() {
            SchemaGolden.of(published.build(), directory).accept();
        }

        @Test
        void passes_as_it_is_and_upcast() {
            TypeRegistry.Builder upcast = TypeRegistry.builder()
                    .add(PLACED, Placed.class)
                    .state("orders.saga", 2, OtherLine.class)
                    .upcastState("orders.saga", 1, old -> old);

            assertThatCode(() -> check(published)).doesNotThrowAnyException();
            SchemaGolden.of(upcast.build(), directory).accept();
            assertThatCode(() -> check(upcast)).doesNotThrowAnyException();
        }

        @Test
        void fails_if_its_class_changes_and_its_version_does_not() {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> check(
                            TypeRegistry.builder().add(PLACED, Placed.class).state("orders.saga", 1, OtherLine.class)))
                    .withMessageContaining("orders.saga.v1.state.schema differs")
                    .withMessageContaining("register a new version with an upcaster");
        }

        @Test
        void fails_if_nothing_reads_its_version_any_more() {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> check(
                            TypeRegistry.builder().add(PLACED, Placed.class).state("orders.saga", 2, OtherLine.class)))
                    .withMessageContaining("orders.saga.v1.state.schema is published, but its type no longer has");
        }
    }

    @Nested
    class When_nothing_was_published_yet {
        @Test
        void every_type_is_new() {
            SchemaGolden nowhere = SchemaGolden.of(
                    TypeRegistry.builder().add(PLACED, Placed.class).build(), directory.resolve("nowhere"));

            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(nowhere::check)
                    .withMessageContaining("is missing");
        }
    }
}
