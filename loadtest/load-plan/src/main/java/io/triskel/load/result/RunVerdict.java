package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one process judged its own run.
 *
 * @param exit the exit code of the run
 */
public record RunVerdict(int exit, boolean valid, List<Check> checks, List<Objective> objectives) {
    /** The exit code of a run that is good. */
    public static final int GOOD = 0;
    /** An objective was missed. */
    public static final int MISSED = 1;
    /** The run says nothing about the target. */
    public static final int INVALID = 3;
    /** The target failed, or what a run needs of this machine. */
    public static final int FAILED = 4;

    /** The verdict of a file that has none. */
    static final RunVerdict NONE = new RunVerdict(GOOD, true, List.of(), List.of());

    public RunVerdict {
        checks = List.copyOf(checks);
        objectives = List.copyOf(objectives);
    }

    @JsonCreator
    static RunVerdict read(
            @JsonProperty("exit") int exit,
            @JsonProperty("valid") @Nullable Boolean valid,
            @JsonProperty("checks") List<Check> checks,
            @JsonProperty("objectives") List<Objective> objectives) {
        return new RunVerdict(exit, valid == null || valid, checks, objectives);
    }

    /** {@return the exit code of a run with these objectives} */
    public static int exit(boolean valid, List<Objective> objectives) {
        if (!valid) {
            return INVALID;
        }
        return objectives.stream().allMatch(Objective::met) ? GOOD : MISSED;
    }

    /**
     * A check of the generator by itself; a run with one that does not hold is invalid.
     *
     * @param fix what to do about it, for people; empty if it holds
     */
    public record Check(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) double value,
            String unit,
            @JsonProperty(required = true) double limit,
            boolean ok,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String fix) {
        /** {@return a check that holds if the value is at most the limit} */
        public static Check of(String name, double value, String unit, double limit) {
            return new Check(name, value, unit, limit, value <= limit, "");
        }

        /** {@return the same with what to do if it does not hold} */
        public Check withFix(String fix) {
            return ok ? this : new Check(name, value, unit, limit, false, fix);
        }
    }

    /** An objective of the workload next to what was measured. */
    public record Objective(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) double value,
            String unit,
            @JsonProperty(required = true) double limit,
            boolean met) {
        /** {@return an objective that is met if the value is at most the limit} */
        public static Objective of(String name, double value, String unit, double limit) {
            return new Objective(name, value, unit, limit, value <= limit);
        }
    }
}
