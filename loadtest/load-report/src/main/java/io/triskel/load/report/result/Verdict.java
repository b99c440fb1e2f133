package io.triskel.load.report.result;

import java.util.List;

/**
 * How one process judged its own run.
 *
 * @param exit the exit code of the run
 */
public record Verdict(int exit, boolean valid, List<Check> checks, List<Objective> objectives) {
    public Verdict {
        checks = List.copyOf(checks);
        objectives = List.copyOf(objectives);
    }
}
