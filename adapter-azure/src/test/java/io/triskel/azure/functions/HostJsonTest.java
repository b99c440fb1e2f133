package io.triskel.azure.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HostJsonTest {
    @Test
    void values_are_read_as_they_are_written() {
        String array = "[{\"whole\":9007199254740993,\"decimal\":1.10,\"flag\":true,\"text\":\"ä\\n\",\"none\":null}]";

        assertThat(HostJson.objects(array))
                .containsExactly(Map.of("whole", "9007199254740993", "decimal", "1.10", "flag", "true", "text", "ä\n"));
    }

    @Test
    void what_is_no_value_is_passed_over() {
        assertThat(HostJson.objects("[{\"a\":{\"b\":[1,{}]},\"c\":[2],\"d\":\"e\"},null,[3]]"))
                .containsExactly(Map.of("d", "e"), Map.of(), Map.of());
    }

    @Test
    void what_is_no_such_json_is_said_so() {
        assertThatThrownBy(() -> HostJson.objects(null)).hasMessageContaining("an array of objects as JSON");
        assertThatThrownBy(() -> HostJson.objects("{}")).hasMessageContaining("begins with START_OBJECT");
        assertThatThrownBy(() -> HostJson.objects("[{")).hasMessageContaining("Unexpected end-of-input");
        assertThatThrownBy(() -> HostJson.object("[]")).hasMessageContaining("begins with START_ARRAY");
    }
}
