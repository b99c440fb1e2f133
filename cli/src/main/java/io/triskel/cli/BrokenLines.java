package io.triskel.cli;

import java.util.Locale;
import java.util.function.Consumer;

/** Shows the first invalid lines of an input, and counts all: a wrong file can have millions. */
final class BrokenLines {
    /** How many are shown. */
    static final int SHOWN = 10;

    private final Consumer<String> say;
    private long count;

    BrokenLines(Consumer<String> say) {
        this.say = say;
    }

    synchronized void add(long number, String reason) {
        if (++count <= SHOWN) {
            say.accept("line " + number + ": " + reason);
        }
    }

    /** Says how many were not shown, if any. */
    synchronized void end() {
        if (count > SHOWN) {
            say.accept(String.format(Locale.ROOT, "and %,d more invalid lines, %,d in all", count - SHOWN, count));
        }
    }
}
