package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Times of all kinds come back as they were, as values, in containers and as keys. */
class JavaTimeTest {
    private final StateCodec codec = StateCodec.of();

    record Times(
            Instant instant,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            LocalDate date,
            LocalTime time,
            YearMonth month,
            DayOfWeek day,
            Duration duration,
            ZoneId zone,
            Optional<LocalDate> maybe,
            List<Instant> several,
            Map<LocalDate, Duration> byDate,
            Map<ZonedDateTime, Integer> byTime) {}

    private static final ZonedDateTime NEW_YEAR = ZonedDateTime.parse("2026-01-01T00:00:00+01:00[Europe/Berlin]");

    private final Times times = new Times(
            Instant.parse("2026-01-01T00:00:00.123456789Z"),
            OffsetDateTime.parse("2026-01-01T00:00:00+05:30"),
            ZonedDateTime.parse("2026-01-01T00:00:00Z"),
            LocalDate.parse("2026-02-28"),
            LocalTime.parse("12:30:01"),
            YearMonth.of(2026, 2),
            DayOfWeek.FRIDAY,
            Duration.ofMillis(1_500),
            ZoneId.of("Europe/Berlin"),
            Optional.of(LocalDate.EPOCH),
            List.of(Instant.EPOCH, Instant.MAX),
            Map.of(LocalDate.EPOCH, Duration.ZERO),
            Map.of(NEW_YEAR, 1));

    @Test
    void times_are_texts_of_iso_8601() {
        assertThat(new String(codec.encode(times), StandardCharsets.UTF_8))
                .contains(
                        "\"instant\":\"2026-01-01T00:00:00.123456789Z\"",
                        "\"offset\":\"2026-01-01T00:00:00+05:30\"",
                        "\"date\":\"2026-02-28\"",
                        "\"duration\":\"PT1.5S\"",
                        "{\"1970-01-01\":\"PT0S\"}");
    }

    @Test
    void times_come_back_as_they_were() {
        Times back = codec.decode(codec.encode(times), Times.class);

        assertThat(back).isEqualTo(times);
    }

    @Test
    void what_is_no_time_is_refused_by_name() {
        byte[] broken = new String(codec.encode(times), StandardCharsets.UTF_8)
                .replace("2026-02-28", "2026-02-31")
                .getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(InvalidStateException.class)
                .isThrownBy(() -> codec.decode(broken, Times.class))
                .withMessageContaining("date");
    }
}
