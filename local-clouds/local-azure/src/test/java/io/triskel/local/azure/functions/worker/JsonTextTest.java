package io.triskel.local.azure.functions.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void objects_arrays_words_and_numbers_become_what_the_real_worker_makes_of_them() {
        assertThat(new JsonText(" {\"a\" : [1, -2.5e3, true, false, null], \"b\":{}, \"c\":[]} ").value())
                .isEqualTo(Map.of("a", Arrays.asList(1.0, -2500.0, true, false, null), "b", Map.of(), "c", List.of()));
    }

    @Test
    void escapes_in_texts_are_resolved() {
        assertThat(new JsonText("\"a\\\"\\\\\\/\\n\\t\\r\\b\\f\\u00e9ü\"").value())
                .isEqualTo("a\"\\/\n\t\r\b\féü");
    }
}
