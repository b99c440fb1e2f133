package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that ways through JSON tend to change come back as they were. */
class UnchangedValuesTest {
    record Zoned(ZonedDateTime time, Map<ZonedDateTime, Integer> by) {}

    record Offset(OffsetDateTime time, Map<OffsetDateTime, Integer> by) {}

    record Zones(ZoneId zone, ZoneOffset offset) {}

    record Months(Year year, YearMonth month, Map<Year, Integer> byYear, Map<YearMonth, Integer> byMonth) {}

    record Decimals(
            double big, float small, List<Double> several, Map<Double, Integer> by, Map<Float, Integer> bySmall) {}

    record Scaled(BigDecimal value, Map<BigDecimal, Integer> by) {}

    record Characters(char one, Character other, char[] several, Map<Character, Integer> by) {}

    record Longs(long value, Map<Long, Integer> by, List<Byte> bytes) {}

    record Ordered(Set<String> set, Map<String, Integer> map) {}

    record Coloured(Family.Colour colour, Map<Family.Colour, Integer> by, List<Family.Colour> all) {}

    record Text(String value) {}

    private final StateCodec codec = StateCodec.of();

    private String json(Object value) {
        return new String(codec.encode(value), StandardCharsets.UTF_8);
    }

    private void assertUnchanged(Object value) {
        Object back = codec.decode(codec.encode(value), value.getClass());

        assertThat(AnyValues.comparable(back)).isEqualTo(AnyValues.comparable(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Berlin", "UTC", "Z", "+01:00", "+01:02:03", "GMT+1", "Etc/UTC", "GMT0", "UTC-05:00"})
    void a_zoned_time_keeps_its_zone_also_where_an_hour_comes_twice(String zone) {
        ZonedDateTime twice = ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 1, ZoneId.of(zone));

        assertUnchanged(new Zoned(twice, Map.of(twice, 1)));
        assertUnchanged(new Zoned(twice.withLaterOffsetAtOverlap(), Map.of(twice.withLaterOffsetAtOverlap(), 1)));
    }

    @Test
    void a_zoned_time_that_was_written_without_its_zone_is_still_read() {
        String older = "{\"time\":\"2026-10-25T02:30:00+01:00\",\"by\":{\"2026-10-25T02:30:00Z\":1}}";

        Zoned read = codec.decode(older.getBytes(StandardCharsets.UTF_8), Zoned.class);

        assertThat(read.time()).isEqualTo(ZonedDateTime.parse("2026-10-25T02:30:00+01:00"));
        assertThat(read.by()).containsKey(ZonedDateTime.parse("2026-10-25T02:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T08:15:30+05:30", "2026-01-31T08:15:30Z", "+12345-01-31T08:15:30.1-00:30:15"})
    void a_time_keeps_its_offset(String time) {
        OffsetDateTime offset = OffsetDateTime.parse(time);

        assertUnchanged(new Offset(offset, Map.of(offset, 1)));
        assertUnchanged(new Zones(offset.getOffset(), offset.getOffset()));
    }

    @ParameterizedTest
    @ValueSource(ints = {Year.MIN_VALUE, -5, 0, 99, 2026, 12_345, Year.MAX_VALUE})
    void a_year_may_have_any_number_of_digits(int year) {
        assertUnchanged(new Months(
                Year.of(year), YearMonth.of(year, 2), Map.of(Year.of(year), 1), Map.of(YearMonth.of(year, 2), 1)));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0.1, -0.0, 1.0E22, 16_777_217, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1.0000001
            })
    void a_floating_number_keeps_its_bits_its_sign_and_whether_it_is_one(double value) {
        float small = (float) value;

        assertUnchanged(new Decimals(value, small, List.of(value), Map.of(value, 1), Map.of(small, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.00", "1E+3", "100", "0E-10", "0E+10", "-0.00", "1E-2147483647"})
    void a_decimal_keeps_its_scale(String value) {
        BigDecimal decimal = new BigDecimal(value);

        assertUnchanged(new Scaled(decimal, Map.of(decimal, 1)));
    }

    @ParameterizedTest
    @ValueSource(chars = {'a', '\0', '"', ' ', 'é'})
    void a_character_stays_one(char value) {
        assertUnchanged(new Characters(value, value, new char[] {value, '\udc00'}, Map.of(value, 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, (1L << 53) + 1, Long.MAX_VALUE})
    void a_whole_number_keeps_all_digits(long value) {
        assertUnchanged(new Longs(value, Map.of(value, 1), List.of((byte) value)));
    }

    @Test
    void sets_and_maps_keep_their_order() {
        List<String> names = List.of("z", "a", "m", "b", "y", "c");
        Map<String, Integer> map = new LinkedHashMap<>();
        names.forEach(name -> map.put(name, 1));

        Ordered back = codec.decode(codec.encode(new Ordered(new LinkedHashSet<>(names), map)), Ordered.class);

        assertThat(back.set()).containsExactlyElementsOf(names);
        assertThat(back.map().keySet()).containsExactlyElementsOf(names);
    }

    @Test
    void an_enum_is_its_name_also_if_a_constant_has_a_body() {
        Coloured coloured =
                new Coloured(Family.Colour.GREEN, Map.of(Family.Colour.GREEN, 1), List.of(Family.Colour.RED));

        assertThat(json(coloured)).isEqualTo("{\"colour\":\"GREEN\",\"by\":{\"GREEN\":1},\"all\":[\"RED\"]}");
        assertUnchanged(coloured);
        assertThat(codec.decode(codec.encode(Family.Colour.GREEN), Family.Colour.class))
                .isEqualTo(Family.Colour.GREEN);
    }

    @Test
    void an_enum_that_was_written_as_one_of_a_closed_set_is_still_read() {
        String older = "{\"colour\":[\"Family$Colour\",\"GREEN\"],\"by\":{},\"all\":[[\"Family$Colour\",\"RED\"]]}";

        assertThat(codec.decode(older.getBytes(StandardCharsets.UTF_8), Coloured.class))
                .isEqualTo(new Coloured(Family.Colour.GREEN, Map.of(), List.of(Family.Colour.RED)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud800", "x\udc00y\ud800", "😀", "\u0000\u2028\ufffe"})
    void a_text_keeps_every_character_even_half_of_one(String text) {
        assertUnchanged(new Text(text));
    }

    record Box<T>(T value, Optional<T> maybe) {}

    record Boxes(
            Box<Family.Shape> shape, List<Box<List<Family.Shape>>> more, Family.Outcome<Box<Family.Shape>> outcome) {}

    @Test
    void a_generic_record_is_kept_whole() {
        Family.Shape shape = new Family.Shape.Circle(1);
        Box<Family.Shape> box = new Box<>(shape, Optional.of(Family.Shape.Point.HERE));
        Box<List<Family.Shape>> boxes = new Box<>(List.of(shape), Optional.empty());

        assertUnchanged(new Boxes(box, List.of(boxes), new Family.Outcome.Good<>(box)));
    }
}
