package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Times between two moments of an event's life, named {@code from-to-to}, in microseconds.
 *
 * @param negative samples below zero, by the clocks' error
 * @param histogram HdrHistogram's compressed V2 in base64
 * @param clockErrorUs how far the clocks at its two ends may differ; absent if that is the run's error, or if both ends are one clock
 */
public record Stage(
        @JsonProperty(required = true) String name,
        long count,
        long negative,
        long p50Us,
        long p99Us,
        @JsonProperty(required = true) String histogram,
        OptionalDouble clockErrorUs) {
    public static final String SCHEDULE_TO_SEND = "schedule-to-send";
    public static final String SEND_TO_ACKNOWLEDGEMENT = "send-to-acknowledgement";
    public static final String SEND_TO_HANDLER = "send-to-handler";
    public static final String SEND_TO_FUNCTION = "send-to-function";
    public static final String FUNCTION_TO_HANDLED = "function-to-handled";

    /** The sender's moments are all read from its clock, a function's moments from its instance's clock. */
    private static final Set<String> ONE_CLOCK = Set.of(SCHEDULE_TO_SEND, SEND_TO_ACKNOWLEDGEMENT, FUNCTION_TO_HANDLED);

    /** {@return whether both ends of a stage are read from one clock} */
    public static boolean isOfOneClock(String name) {
        return ONE_CLOCK.contains(name);
    }

    /** {@return how far the clocks at its ends may differ, in a run whose clocks differ by so much at most} */
    public double clockErrorUs(double ofRun) {
        return clockErrorUs.orElse(isOfOneClock(name) ? 0 : ofRun);
    }
}
