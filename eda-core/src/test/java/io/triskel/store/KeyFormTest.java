package io.triskel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.event.EventId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyFormTest {
    private static final List<String> ALIKE = List.of(
            "a",
            "A",
            "a/b",
            "a\\b",
            "a#b",
            "a?b",
            "a.b",
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
            "_x",
            "é",
            "e\u0301",
            "\u0000",
            "\u001f",
            "\u007f",
            "\u009f",
            ".",
            "..",
            "\uD83D\uDE80");

    private final KeyForm form = new KeyForm(".-", "__", 400);

    @Test
    void different_names_have_different_keys() {
        List<String> keys = Stream.concat(
                        ALIKE.stream().map(form::of),
                        Stream.of(
                                form.of("a", "b"),
                                form.of("ab", ""),
                                form.of("", "ab"),
                                form.of("a", "", "b"),
                                form.of("a~", "b"),
                                form.of("a", "~b")))
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void every_character_has_a_key_of_its_own_and_only_those_kept_stay() {
        assertThat(IntStream.range(0, 0x10000)
                        .mapToObj(c -> form.of(String.valueOf((char) c)))
                        .distinct())
                .hasSize(0x10000)
                .allMatch(key -> key.matches("[a-zA-Z0-9._-]+"));
        assertThat(form.of("Order-1.é/", "")).isEqualTo("Order-1._00e9_002f~__");
        assertThat(new KeyForm("", "_x", 400).of("Order-1.")).isEqualTo("Order_002d1_002e");
    }

    @Test
    void a_key_that_would_be_too_long_begins_as_it_would_and_ends_in_its_digest() {
        String name = "a".repeat(400);

        assertThat(form.of(name)).isEqualTo(name);
        assertThat(form.of(name + "1")).startsWith("aaa").hasSize(366).isNotEqualTo(form.of(name + "2"));
        assertThat(form.of(name + "1", name)).isNotEqualTo(form.of(name, "1" + name));
        assertThat(KeyForm.digest(name)).matches("[0-9a-f]{64}");
    }

    @Test
    void moments_and_numbers_are_sorted_as_they_pass_and_count() {
        Stream<Instant> moments = Stream.of(
                Instant.MIN,
                Instant.EPOCH.minusSeconds(1),
                Instant.EPOCH,
                Instant.EPOCH.plusNanos(1),
                Instant.EPOCH.plusSeconds(1),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("+200000-01-01T00:00:00Z"));

        assertThat(moments.map(KeyForm::time))
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(time -> time.matches("[0-9]{22}"));
        assertThat(Stream.of(0L, 1L, 9L, 10L, 99L, 100L, Long.MAX_VALUE).map(KeyForm::number))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void nothing_that_begins_with_a_key_comes_behind_its_end() {
        String end = form.of("order-1") + KeyForm.END;

        assertThat(form.of("order-1", "any")).isLessThan(end);
        assertThat(form.of("order-1", "")).isLessThan(end);
        assertThat(form.of("order-10", "any")).isLessThan(end);
        assertThat(form.of("order-2", "any")).isGreaterThan(end);
    }

    @Test
    void names_are_spread_over_all_parts() {
        assertThat(IntStream.range(0, 1_000)
                        .map(i -> KeyForm.part(UUID.randomUUID().toString()))
                        .distinct()
                        .sorted())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void a_form_that_could_mix_up_names_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyForm("._", "__", 400));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyForm("~", "__", 400));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyForm(".", "", 400));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyForm(".", "_002f", 400));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyForm(".", "__", 300));
    }

    @Test
    void forms_that_are_stored_never_change_between_releases() {
        String long300 = "x".repeat(300);
        List<String> names = List.of("", "order-4711", "caf\u00e9 \uD83D\uDE80/1", long300);

        assertThat(names.stream().map(KeyForm::part)).containsExactly(0, 5, 1, 10);
        assertThat(names.stream().map(KeyForm::digest))
                .containsExactly(
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                        "173d0ddbff034193face7ce60d3f58b416940a4c29306f9af512e4e8f2bf61e3",
                        "a0c2b44935fe590d01dcb2d327a96a2e955947f1afeff1ba8554d99ca8b0f741",
                        "0d4e2ca9e9cbced7a7a5380eb29e1a3783b9b6d0db72de36a1051038e1c1fbc7");
        assertThat(KeyForm.joined("view", "/shop", "e-1")).isEqualTo("4:view5:/shope-1");
        assertThat(KeyForm.digest(new EventId("/shop", "e-1")))
                .isEqualTo("348ac3babffd148f620b893824dd5e08f11236c5c218956e616c23a45f2ac172");
    }

    @Test
    void names_that_are_joined_in_different_ways_never_meet() {
        assertThat(Stream.of(
                        KeyForm.joined("a", "b"),
                        KeyForm.joined("ab", ""),
                        KeyForm.joined("", "ab"),
                        KeyForm.joined("a", "", "b"),
                        KeyForm.joined("1:a", "b")))
                .doesNotHaveDuplicates();
    }
}
