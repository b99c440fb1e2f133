package io.triskel.local.azure.eventhubs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The start position of a receive link, from the selector in its source's filter.
 *
 * @param value the number that the first event is compared with
 * @param inclusive whether the event at the number itself is received
 */
record EventPosition(Kind kind, long value, boolean inclusive) {
    private static final Pattern SELECTOR =
            Pattern.compile("amqp\\.annotation\\.x-opt-(offset|sequence-number|enqueued-time)\\s*(>=?)\\s*'?([^']*)'?");

    enum Kind {
        START,
        OFFSET,
        SEQUENCE_NUMBER,
        ENQUEUED_TIME,
        LATEST
    }

    static final EventPosition START = new EventPosition(Kind.START, -1, false);
    private static final EventPosition LATEST = new EventPosition(Kind.LATEST, -1, false);

    static EventPosition parse(String selector) {
        Matcher matcher = SELECTOR.matcher(selector.strip());
        if (!matcher.matches()) {
            throw new HubException(HubException.ARGUMENT, "The filter '" + selector + "' is not supported.");
        }
        boolean inclusive = matcher.group(2).equals(">=");
        String value = matcher.group(3).strip();
        return switch (matcher.group(1)) {
            case "offset" -> offset(value, inclusive);
            case "sequence-number" -> new EventPosition(Kind.SEQUENCE_NUMBER, number(value, selector), inclusive);
            default -> new EventPosition(Kind.ENQUEUED_TIME, number(value, selector), inclusive);
        };
    }

    private static EventPosition offset(String value, boolean inclusive) {
        if (value.equals("-1")) {
            return START;
        }
        if (value.equals("@latest")) {
            return LATEST;
        }
        return new EventPosition(Kind.OFFSET, number(value, value), inclusive);
    }

    private static long number(String value, String in) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new HubException(HubException.ARGUMENT, "The supplied position '" + in + "' is invalid.");
        }
    }
}
