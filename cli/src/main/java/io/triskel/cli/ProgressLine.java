package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/**
 * Shows how far a run is: one line that renews itself where somebody is watching, else a line now and then, so that a log
 * stays readable.
 */
final class ProgressLine {
    private static final long PLAIN_EVERY_NANOS = 2_000_000_000L;

    private final PrintWriter err;
    private final boolean watched;
    private int shown;
    private long lastPlain = System.nanoTime();

    ProgressLine(PrintWriter err, boolean watched) {
        this.err = err;
        this.watched = watched;
    }

    /** Shows a progress answer of a target. */
    synchronized void show(JsonNode progress) {
        String text = "%s: %,d orders, %,d ended, %,d events"
                .formatted(
                        progress.path("phase").asText(),
                        progress.path("orders").asLong(),
                        progress.path("ended").asLong(),
                        progress.path("events").asLong());
        if (watched) {
            err.print('\r' + text + " ".repeat(Math.max(0, shown - text.length())));
            err.flush();
            shown = text.length();
        } else if (System.nanoTime() - lastPlain > PLAIN_EVERY_NANOS) {
            err.println(text);
            lastPlain = System.nanoTime();
        }
    }

    /** Writes a line that stays. */
    synchronized void say(String line) {
        clear();
        err.println(line);
    }

    /** Takes the progress away, before something else is written. */
    synchronized void clear() {
        if (shown > 0) {
            err.print('\r' + " ".repeat(shown) + '\r');
            err.flush();
            shown = 0;
        }
    }
}
