package io.triskel.cli.build;

import java.io.PrintWriter;

/** One line that says how long a build has taken; it is redrawn on a terminal. */
final class BuildProgress {
    private final PrintWriter err;
    private final boolean watched;
    private final String text;

    BuildProgress(PrintWriter err, boolean watched, String what) {
        this.err = err;
        this.watched = watched;
        // Short enough for 40 columns: a line that wraps cannot renew itself.
        text = "triskel: building " + what + " ... ";
        err.print(text);
        err.flush();
    }

    /** Shows that the build continues. */
    void goesOn(long seconds) {
        if (watched) {
            err.print('\r' + text + seconds + " s");
            err.flush();
        }
    }

    /** Ends the line. */
    void ended(String how, long seconds) {
        err.println((watched ? '\r' + text : "") + how + " " + seconds + " s");
    }
}
