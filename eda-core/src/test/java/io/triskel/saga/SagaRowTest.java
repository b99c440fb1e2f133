package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.triskel.event.PortException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SagaRowTest {
    @Nested
    class Bytes {
        @Test
        void of_a_later_version_with_more_fields_can_be_read() throws Exception {
            SagaRow row = new World().tell("1", "a", "timer t 60").row("a");
            String more = new String(row.encoded(), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"later\":[1],");

            assertThat(SagaRow.decoded(more.getBytes(StandardCharsets.UTF_8))).isEqualTo(row);
        }

        /** A parser keeps each name for good, and its table of names is copied for every row with a new one. */
        @Test
        void have_the_same_names_of_members_whatever_the_instance_has_seen() throws Exception {
            World world = new World().tell("1", "a", "x").tell("2", "b", "y");

            assertThat(names(world.row("b"))).isEqualTo(names(world.row("a")));
        }

        private static Set<String> names(SagaRow row) throws IOException {
            Set<String> names = new TreeSet<>();
            try (JsonParser json = new JsonFactory().createParser(row.encoded())) {
                while (json.nextToken() != null) {
                    if (json.hasToken(JsonToken.FIELD_NAME)) {
                        names.add(json.currentName());
                    }
                }
            }
            return names;
        }

        @Test
        void that_are_cut_short_are_a_clear_error() throws Exception {
            byte[] whole = new World().tell("1", "a", "timer t 60").row("a").encoded();

            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatExceptionOfType(PortException.class)
                        .isThrownBy(() -> SagaRow.decoded(cut))
                        .withMessageContaining("not a saga row");
            }
        }

        @Test
        void that_are_no_row_are_a_clear_error() {
            for (String broken : new String[] {"", "{", "[]", "{}", "null", "{\"saga\":\"s\",\"instance\":\"i\"}"}) {
                assertThatExceptionOfType(PortException.class)
                        .as(broken)
                        .isThrownBy(() -> SagaRow.decoded(broken.getBytes(StandardCharsets.UTF_8)))
                        .withMessageContaining("not a saga row");
            }
        }

        @Test
        void show_no_state_in_messages() throws Exception {
            assertThat(new World().tell("1", "a", "secret").row("a").toString()).doesNotContain("secret");
        }
    }

    @Nested
    class Limits {
        @Test
        void of_names_hold() {
            assertThat(new SagaRef("s".repeat(64), "i".repeat(128)).bucket()).isBetween(0, 15);
            assertThatIllegalArgumentException().isThrownBy(() -> new SagaRef("s".repeat(65), "i"));
            assertThatIllegalArgumentException().isThrownBy(() -> new SagaRef("s", "i".repeat(129)));
            assertThatIllegalArgumentException().isThrownBy(() -> new SagaRef("s", " "));
            assertThatIllegalArgumentException().isThrownBy(() -> new Input.Timeout("t".repeat(65), World.START));
        }
    }

    @Test
    void an_instances_bucket_never_changes() {
        assertThat(Stream.of("order-4711", "caf\u00e9 \uD83D\uDE80/1")
                        .map(instance -> new SagaRef("s", instance).bucket()))
                .containsExactly(5, 11);
    }

    @Test
    void instances_spread_over_all_buckets() {
        assertThat(IntStream.range(0, 400)
                        .map(i -> new SagaRef("s", "order-" + i).bucket())
                        .distinct()
                        .count())
                .isEqualTo(16);
    }
}
