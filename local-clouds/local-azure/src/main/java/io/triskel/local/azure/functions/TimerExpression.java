package io.triskel.local.azure.functions;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * When a timer fires: an NCRONTAB expression of six fields in UTC ({@code 0 *}{@code /5 * * * *}), or a time span as
 * the pause between two firings. Names of days and months are not supported.
 */
record TimerExpression(List<BitSet> fields, Duration pause) {
    private static final int[] LEAST = {0, 0, 0, 1, 1, 0};
    private static final int[] MOST = {59, 59, 23, 31, 12, 6};

    /**
     * Reads an expression.
     *
     * @param problems receives an invalid expression; its schedule never fires
     */
    static TimerExpression of(String expression, List<String> problems) {
        if (TimeSpan.matches(expression)) {
            return new TimerExpression(List.of(), TimeSpan.parse(expression, problems));
        }
        String[] parts = expression.trim().split("\\s+", -1);
        List<BitSet> fields = new ArrayList<>();
        try {
            if (parts.length != LEAST.length) {
                throw new IllegalArgumentException("six fields");
            }
            for (int i = 0; i < parts.length; i++) {
                fields.add(field(parts[i], LEAST[i], MOST[i]));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            problems.add("A schedule is an NCRONTAB expression of six fields or hh:mm:ss, not " + expression);
            return new TimerExpression(List.of(), Duration.ZERO);
        }
        return new TimerExpression(List.copyOf(fields), Duration.ZERO);
    }

    /** The first firing after a time; empty if no date matches. */
    Optional<Instant> after(Instant time) {
        if (fields.isEmpty()) {
            return pause.isZero() ? Optional.empty() : Optional.of(time.plus(pause));
        }
        ZonedDateTime next =
                time.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        // The longest wait is for the 29th of February, which comes within eight years.
        ZonedDateTime end = next.plusYears(9);
        while (next.isBefore(end)) {
            if (!fields.get(4).get(next.getMonthValue())) {
                next = next.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
            } else if (!fields.get(3).get(next.getDayOfMonth())
                    || !fields.get(5).get(next.getDayOfWeek().getValue() % 7)) {
                next = next.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!fields.get(2).get(next.getHour())) {
                next = next.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!fields.get(1).get(next.getMinute())) {
                next = next.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            } else if (!fields.get(0).get(next.getSecond())) {
                next = next.plusSeconds(1);
            } else {
                return Optional.of(next.toInstant());
            }
        }
        return Optional.empty();
    }

    private static BitSet field(String text, int least, int most) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] rangeAndStep = part.split("/", -1);
            int step = rangeAndStep.length > 1 ? Integer.parseInt(rangeAndStep[1]) : 1;
            String[] range =
                    rangeAndStep[0].equals("*") ? new String[] {"" + least, "" + most} : rangeAndStep[0].split("-", -1);
            int from = Integer.parseInt(range[0]);
            int to = range.length > 1 ? Integer.parseInt(range[1]) : rangeAndStep.length > 1 ? most : from;
            if (from < least || to > most || from > to || step < 1) {
                throw new IllegalArgumentException(part);
            }
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }
}
