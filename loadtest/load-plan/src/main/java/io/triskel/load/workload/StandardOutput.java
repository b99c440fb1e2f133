package io.triskel.load.workload;

import java.io.PrintWriter;

/** Checks that a command's output was written: a {@code PrintWriter} does not report a full disk. */
public final class StandardOutput {
    /** The exit code if output was lost, as for a file that cannot be written. */
    private static final int IN_VAIN = 2;

    private StandardOutput() {}

    /**
     * {@return the exit code of the command, or the one for lost output, which is then reported}
     *
     * @param out what the command printed to
     */
    public static int checked(int exitCode, PrintWriter out, PrintWriter err) {
        if (!out.checkError()) {
            return exitCode;
        }
        err.println("Cannot write to standard output (is the disk full?)");
        return exitCode == 0 ? IN_VAIN : exitCode;
    }
}
