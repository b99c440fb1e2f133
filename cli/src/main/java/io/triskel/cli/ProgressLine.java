package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Shows the progress of a run: one line that is redrawn on a terminal, otherwise a line now and then, so that a log
 * stays readable. The seconds advance even while the target reports nothing.
 */
final class ProgressLine implements DemoRun.Watcher, AutoCloseable {
    private static final long PLAIN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long TICK_MILLIS = 500;

    private final PrintWriter err;
    private final boolean watched;
    private final int width;
    private final long began = System.nanoTime();
    private String text;
    private int shown;
    private long lastPlain = began;
    private boolean closed;

    /**
     * Begins to show progress.
     *
     * @param columns the width of the terminal
     * @param text what is being done before the first answer
     */
    ProgressLine(PrintWriter err, boolean watched, int columns, String text) {
        this.err = err;
        this.watched = watched;
        // One column is left free, so that no text begins a second line.
        width = columns - 1;
        this.text = text;
        if (watched) {
            Thread ticker = new Thread(this::tick, "progress");
            ticker.setDaemon(true);
            ticker.start();
        }
    }

    @Override
    public void progress(JsonNode answer) {
        show(words(answer));
    }

    @Override
    public void warning(String warning) {
        say(warning);
    }

    @Override
    public void broken(String line) {
        say(line);
    }

    @Override
    public void stopping() {
        close();
    }

    /** Shows the current activity. */
    synchronized void show(String now) {
        text = now;
        if (watched) {
            draw();
        } else if (System.nanoTime() - lastPlain > PLAIN_EVERY_NANOS) {
            err.println(text);
            lastPlain = System.nanoTime();
        }
    }

    private static String words(JsonNode progress) {
        String phase = progress.path("phase").asText();
        return switch (phase) {
            case "orders" -> "reading the input" + counts(progress);
            case "fulfilment" -> "processing the orders" + counts(progress);
            case "cancellations" -> "cancelling" + counts(progress);
            case "timeouts" -> "letting payments time out" + counts(progress);
            case "rebuild" -> "rebuilding the order view: " + number(progress.path("read")) + " events read";
            case "counting" -> "counting the outcome" + counts(progress);
            default -> phase + counts(progress);
        };
    }

    /** {@return a progress, short enough to fit next to other targets} */
    static String inShort(JsonNode progress) {
        // The orders are not counted while the view is rebuilt.
        return progress.path("phase").asText().equals("rebuild")
                ? "rebuilding"
                : number(progress.path("ended")) + " of " + number(progress.path("orders"));
    }

    private static String counts(JsonNode progress) {
        return ": " + number(progress.path("ended")) + " of " + number(progress.path("orders")) + " orders finished, "
                + number(progress.path("events")) + " events";
    }

    private static String number(JsonNode count) {
        return String.format(Locale.ROOT, "%,d", count.asLong());
    }

    private void tick() {
        while (drawAgain()) {
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private synchronized boolean drawAgain() {
        if (!closed) {
            draw();
        }
        return !closed;
    }

    private void draw() {
        String line = text + ", " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s";
        String cut = line.length() <= width ? line : line.substring(0, width);
        err.print('\r' + cut + " ".repeat(Math.max(0, shown - cut.length())));
        err.flush();
        shown = cut.length();
    }

    /** Writes a line that stays. */
    synchronized void say(String line) {
        clear();
        err.println(line);
    }

    /** Removes the progress, before something else is written. */
    private void clear() {
        if (shown > 0) {
            err.print('\r' + " ".repeat(shown) + '\r');
            err.flush();
            shown = 0;
        }
    }

    /** Removes the progress for good. */
    @Override
    public synchronized void close() {
        clear();
        closed = true;
    }
}
