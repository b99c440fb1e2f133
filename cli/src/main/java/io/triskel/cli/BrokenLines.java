package io.triskel.cli;

import java.util.Locale;
import java.util.function.Consumer;

/** Shows the first broken lines of an input, and counts all: a file that is no input has millions. */
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

    /** Says how many were not shown, if any were not. */
    synchronized void end() {
        if (count > SHOWN) {
            say.accept(String.format(Locale.ROOT, "and %,d more broken lines, %,d in all", count - SHOWN, count));
        }
    }
}
