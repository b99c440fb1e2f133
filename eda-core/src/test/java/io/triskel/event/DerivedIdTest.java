package io.triskel.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is produced twice has one id; what differs never shares one. */
class DerivedIdTest {
    @Test
    void the_id_of_given_parts_never_changes_between_releases() {
        assertThat(DerivedId.of("command-1", "0")).isEqualTo("AsPa-eW4N1V9euDA8PzAj2lFPTFOm8J4OZZzm0d4otA");
        assertThat(DerivedId.of("caf\u00e9 \uD83D\uDE80/1", "b"))
                .isEqualTo("CsIXaiRjuxnWAAPL3MvZz4yvEARJJwokKtYVV09Ib38");
    }

    @Test
    void moving_a_character_from_one_part_to_the_next_changes_the_id() {
        assertThat(DerivedId.of("ab", "c")).isNotEqualTo(DerivedId.of("a", "bc"));
        assertThat(DerivedId.of("a")).isNotEqualTo(DerivedId.of("a", ""));
    }

    @Property
    void different_parts_never_meet(
            @ForAll @Size(max = 4) List<String> one, @ForAll @Size(max = 4) List<String> other) {
        Assume.that(!one.equals(other));

        assertThat(DerivedId.of(one.toArray(String[]::new))).isNotEqualTo(DerivedId.of(other.toArray(String[]::new)));
    }
}
