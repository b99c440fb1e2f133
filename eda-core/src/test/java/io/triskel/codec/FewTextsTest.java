package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FewTextsTest {
    @Test
    void it_is_a_map_like_any_other_in_the_order_of_arrival() {
        Map<String, String> any = new LinkedHashMap<>();
        IntStream.range(0, 30).forEach(n -> any.put("name" + (30 - n), "text" + n));

        Map<String, String> few = FewTexts.of(any);

        assertThat(few).isEqualTo(any).hasSameHashCodeAs(any).hasToString(any.toString());
        assertThat(few.keySet()).containsExactlyElementsOf(any.keySet());
        assertThat(few.get("name7")).isEqualTo("text23");
        assertThat(few.get("name31")).isNull();
        assertThat(few.containsKey("name30")).isTrue();
        assertThat(few.containsKey("text0")).isFalse();
    }

    @Test
    void nobody_changes_it() {
        Map<String, String> few = FewTexts.of(Map.of("name", "text"));

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> few.put("other", "text"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> few.remove("name"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(few::clear);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> few.entrySet().iterator().next().setValue("other"));
    }

    @Test
    void what_happens_to_the_other_map_later_does_not_matter() {
        Map<String, String> any = new LinkedHashMap<>(Map.of("name", "text"));

        Map<String, String> few = FewTexts.of(any);
        any.put("other", "text");

        assertThat(few).hasSize(1);
    }
}
