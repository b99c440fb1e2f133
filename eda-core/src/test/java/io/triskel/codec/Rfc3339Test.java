package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.OffsetDateTime;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamps keep instant and offset; the digits of a fraction are not part of their meaning. */
class Rfc3339Test {
    @Provide
    Arbitrary<OffsetDateTime> times() {
        return AnyEnvelope.times();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void a_time_reads_back_with_its_offset(@ForAll("times") OffsetDateTime time) {
        String text = Rfc3339.format("time", time);

        assertThat(Rfc3339.parse("time", text)).isEqualTo(time).hasToString(time.toString());
        assertThat(OffsetDateTime.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-01-01T00:00:00Z,2020-01-01T00:00:00Z",
        "2020-01-01t00:00:00z,2020-01-01T00:00:00Z",
        "2020-01-01T00:00:00.10Z,2020-01-01T00:00:00.100Z",
        "2020-01-01T00:00:00.123456789-07:30,2020-01-01T00:00:00.123456789-07:30",
        "2020-02-29T23:59:59+18:00,2020-02-29T23:59:59+18:00",
        "2020-01-01T00:00:00-00:00,2020-01-01T00:00:00Z",
        "0000-01-01T00:00:00+00:00,0000-01-01T00:00:00Z",
    })
    void every_form_has_one_canonical_text(String text, String canonical) {
        assertThat(Rfc3339.format("time", Rfc3339.parse("time", text))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2020-01-01",
                "2020-01-01T00:00Z",
                "2020-01-01T00:00:00",
                "2020-1-1T00:00:00Z",
                "20-01-01T00:00:00ZZZ",
                "2020-13-01T00:00:00Z",
                "2021-02-29T00:00:00Z",
                "2020-01-01T24:00:00Z",
                "2020-01-01T00:60:00Z",
                "2020-01-01T00:00:00.Z",
                "2020-01-01T00:00:00+1:00",
                "2020-01-01T00:00:00+0100",
                "2020-01-01T00:00:00+24:00",
                "2020-01-01T00:00:00+01:00:30",
                "+12020-01-01T00:00:00Z",
                "2020-01-01 00:00:00Z",
                "2020-01-01T00:00:00,5Z",
                "2020-01-01T00:00:00Z ",
                "２020-01-01T00:00:00Z"
            })
    void what_is_none_is_refused(String text) {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> Rfc3339.parse("time", text))
                .satisfies(refusal -> assertThat(refusal.attribute()).isEqualTo("time"));
    }

    @Test
    void an_offset_of_seconds_cannot_be_written() {
        OffsetDateTime time = OffsetDateTime.parse("2020-01-01T00:00:00+01:00:30");

        assertThatExceptionOfType(InvalidEventException.class).isThrownBy(() -> Rfc3339.format("time", time));
    }
}
