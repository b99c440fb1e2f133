package io.triskel.load.workload;

import java.io.PrintWriter;

/** Sees that what a command has printed arrived: a {@code PrintWriter} keeps to itself that a disk is full. */
public final class StandardOutput {
    /** The exit code of whoever printed in vain, as for a file that cannot be written. */
    private static final int IN_VAIN = 2;

    private StandardOutput() {}

    /**
     * {@return the exit code of the command, or that of one that printed in vain, which is told then}
     *
     * @param out what the command printed to
     */
    public static int checked(int exitCode, PrintWriter out, PrintWriter err) {
        if (!out.checkError()) {
            return exitCode;
        }
        err.println("Standard output cannot be written to (is the disk full?)");
        return exitCode == 0 ? IN_VAIN : exitCode;
    }
}
