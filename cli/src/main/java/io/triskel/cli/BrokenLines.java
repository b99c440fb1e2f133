package io.triskel.cli;

import java.util.Locale;
import java.util.function.Consumer;

/** Shows the first lines of an input that are broken, and counts all: a file that is none of ours has millions. */
final class BrokenLines {
    /** How many are shown. */
    static final int SHOWN = 10;

    private final Consumer<String> say;
    private long count;

    /** Shows them this way. */
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
            say.accept(String.format(
                    Locale.ROOT, "and %,d more broken lines, %,d in all", count - SHOWN, count));
        }
    }
}
