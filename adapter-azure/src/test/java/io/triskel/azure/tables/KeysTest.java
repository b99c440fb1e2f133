package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final List<String> ALIKE = List.of(
            "a",
            "A",
            "a/b",
            "a\\b",
            "a#b",
            "a?b",
            "a_b",
            "a_002fb",
            "a~b",
            "a%2Fb",
            "a b",
            "a+b",
            "'",
            "''",
            "",
            "_",
            "__",
            "ä",
            "a\u0308",
            "\u0000",
            "\u001f",
            "\u007f",
            "\u009f",
            ".",
            "..",
            "\uD83D\uDE80");

    @Test
    void different_names_have_different_keys() {
        List<String> keys = Stream.concat(
                        ALIKE.stream().map(Keys::of),
                        Stream.of(
                                Keys.of("a", "b"),
                                Keys.of("ab", ""),
                                Keys.of("", "ab"),
                                Keys.of("a", "", "b"),
                                Keys.of("a~", "b"),
                                Keys.of("a", "~b")))
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void a_key_has_no_character_that_is_forbidden_or_has_a_meaning_in_a_query() {
        assertThat(ALIKE.stream().map(Keys::of)).allMatch(key -> key.matches("[a-zA-Z0-9._~-]+"));
        assertThat(IntStream.range(0, 0x10000)
                        .mapToObj(c -> Keys.of(String.valueOf((char) c)))
                        .distinct())
                .hasSize(0x10000)
                .allMatch(key -> key.matches("[a-zA-Z0-9._-]+"));
    }

    @Test
    void long_names_end_in_their_digest_and_fit_with_a_moment_before_and_a_stamp_behind() {
        String name = "界".repeat(127);

        String key = Keys.time(Instant.MAX) + "~" + Keys.of(name + "1", name, name) + "~" + Marks.stamp();

        assertThat(Keys.of(name + "1")).isNotEqualTo(Keys.of(name + "2"));
        assertThat(Keys.of(name + "1", name)).isNotEqualTo(Keys.of(name, "1" + name));
        assertThat(key).hasSizeLessThanOrEqualTo(512);
    }

    @Test
    void moments_are_sorted_as_they_pass_and_backwards() {
        List<Instant> moments = List.of(
                Instant.MIN,
                Instant.EPOCH.minusSeconds(1),
                Instant.EPOCH,
                Instant.EPOCH.plusNanos(1),
                Instant.EPOCH.plusSeconds(1),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("+200000-01-01T00:00:00Z"));

        assertThat(moments.stream().map(Keys::time)).isSorted().doesNotHaveDuplicates();
        assertThat(moments.stream().map(Keys::backwards)).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void nothing_that_begins_with_a_key_comes_behind_its_end() {
        String end = Keys.of("order-1") + Keys.END;

        assertThat(Keys.of("order-1") + "~" + Marks.stamp()).isLessThan(end);
        assertThat(Keys.of("order-10") + "~" + Marks.stamp()).isLessThan(end);
        assertThat(Keys.of("order-2") + "~" + Marks.stamp()).isGreaterThan(Keys.of("order-1") + Keys.END);
    }
}
