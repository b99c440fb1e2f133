package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records are read straight into their constructors, in any order of members and with all of databind's rules. */
class RecordReadingTest {
    record Part(
            int a, String b, Optional<String> c, @Nullable String d, OptionalInt e, List<Part> f) {
        Part(int a) {
            this(a, "from another constructor", Optional.empty(), null, OptionalInt.empty(), List.of());
        }
    }

    record Named(@JsonProperty("other") String name) {}

    record Made(String text) {
        @JsonCreator
        static Made of(String text) {
            return new Made("made of " + text);
        }
    }

    record Holder(Named named, Made made) {}

    private final StateCodec codec = StateCodec.of();

    private <T> T read(String json, Class<T> type) {
        return codec.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':1,'b':'x','c':'y','d':'z','e':2,'f':[]}",
                "{'f':[],'e':2,'d':'z','c':'y','b':'x','a':1}",
                "{'x':{'a':[5]},'d':'z','f':[],'y':[1,{'b':2}],'b':'x','e':2,'z':null,'a':1,'c':'y'}"
            })
    void members_may_come_in_any_order_among_unknown_ones(String json) {
        assertThat(read(json, Part.class))
                .isEqualTo(new Part(1, "x", Optional.of("y"), "z", OptionalInt.of(2), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':1,'b':'x','f':[]}", "{'a':1,'b':'x','c':null,'d':null,'e':null,'f':[]}"})
    void what_may_be_absent_is_absent_or_null(String json) {
        assertThat(read(json, Part.class))
                .isEqualTo(new Part(1, "x", Optional.empty(), null, OptionalInt.empty(), List.of()));
    }

    @Test
    void the_last_of_two_equal_members_counts() {
        assertThat(read("{'a':1,'b':'x','f':[],'a':2}", Part.class).a()).isEqualTo(2);
    }

    @Test
    void a_record_may_contain_itself() {
        Part part = read("{'a':1,'b':'x','f':[{'a':2,'b':'y','f':[]}]}", Part.class);

        assertThat(part.f()).extracting(Part::a).containsExactly(2);
    }

    @Test
    void a_failure_deep_below_has_its_whole_path() {
        InvalidStateException refusal = catchThrowableOfType(
                InvalidStateException.class,
                () -> read("{'a':1,'b':'x','f':[{'a':2,'b':'y','f':[{'a':'?'}]}]}", Part.class));

        assertThat(refusal).hasMessageContaining("at f[0].f[0].a");
    }

    @Test
    void a_missing_component_is_named() {
        assertThat(catchThrowableOfType(InvalidStateException.class, () -> read("{'a':1,'f':[]}", Part.class)))
                .hasMessageContaining("at b: it is missing");
    }

    @Test
    void a_record_with_annotations_is_read_as_they_say() {
        assertThat(read("{'named':{'other':'n'},'made':'t'}", Holder.class))
                .isEqualTo(new Holder(new Named("n"), new Made("made of t")));
    }
}
