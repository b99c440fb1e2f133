package io.triskel.console;

import io.triskel.parking.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;

/** The forms of times, lanes and failures in answers. */
final class Texts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int READABLE = 200;

    private Texts() {}

    static String time(Instant at) {
        return TIME.format(at);
    }

    /** {@return a lane as it stands in paths} */
    static String key(Lane lane) {
        String text = (lane.alone() ? "a" : "k") + lane.value();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Lane lane(String key) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(key), StandardCharsets.UTF_8);
            if (text.length() > 1 && (text.charAt(0) == 'a' || text.charAt(0) == 'k')) {
                return new Lane(text.substring(1), text.charAt(0) == 'a');
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below.
        }
        throw Refusal.badRequest("This is not the key of a parked lane.", "Take it from a list of lanes.");
    }

    /** {@return a lane for people} */
    static String readable(Lane lane) {
        return cut(lane.value(), READABLE);
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** {@return a failure for people: its first line, without a stack trace} */
    static String firstLine(Throwable failure) {
        String message = Optional.ofNullable(failure.getMessage())
                .orElseGet(() -> failure.getClass().getSimpleName());
        return cut(message.lines().findFirst().orElse(""), READABLE);
    }
}
