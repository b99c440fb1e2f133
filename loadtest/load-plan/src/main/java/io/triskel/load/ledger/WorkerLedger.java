package io.triskel.load.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.triskel.load.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What one of several workers on one bus sent, and what its consumers saw. Columns of numbers instead of objects: an event that follows the
 * one before it at the same consumer adds nothing, any other adds one run.
 *
 * @param run tells the events of a run from all others; all its workers have the same
 * @param machine whose clock timed it; workers on one machine share a clock
 * @param arrivals by sending worker, when its events were sent and when they came, by the clocks of both, as
 *     {@link io.triskel.load.clock.ClockBounds#arrivals} since 1970
 */
public record WorkerLedger(
        int schema,
        @JsonProperty(required = true) String run,
        @JsonProperty(required = true) int worker,
        @JsonProperty(required = true) int workers,
        String machine,
        @JsonProperty(required = true) Sent sent,
        @JsonProperty(required = true) List<Seen> consumers,
        @JsonProperty(required = true) Map<Integer, long[]> arrivals,
        long drainMs) {
    /** The version of the format. */
    public static final int SCHEMA = 2;

    private static final String AGAIN = "Use the version of Triskel that made the run, or run the load again.";
    private static final String ENDING = ".ledger";

    public WorkerLedger {
        consumers = List.copyOf(consumers);
        arrivals = Map.copyOf(arrivals);
    }

    /**
     * A worker's own events.
     *
     * @param events different events that it tried to send
     * @param accepted those that the bus acknowledged
     * @param numbered pairs: a key, and how many events of it have numbers, from 0
     * @param open triples: key and number of an event that was never acknowledged, and 1 if the bus may have it, else 0
     * @param again triples: key and number of an event that was sent again, and how often
     */
    public record Sent(long events, long accepted, int[] numbered, int[] open, int[] again) {}

    /**
     * What one consumer of a worker saw, of all workers' events.
     *
     * @param runs triples in the order of their arrival: a key, the first and the last of numbers that came one after the other
     * @param times pairs, for each run: when its first and its last event came, in microseconds since 1970
     * @param repeats triples: key and number of an event that came again, and how often
     * @param reordered events that this consumer saw after a later one of their key
     * @param deepest how many later events of its key overtook the worst one
     * @param corrupt events whose bytes had changed
     * @param foreign events of another run
     * @param silenceMicros the longest wait between two events of a run
     * @param complete false if there was no room for all runs
     */
    public record Seen(
            int[] runs,
            long[] times,
            int[] repeats,
            long reordered,
            long deepest,
            long corrupt,
            long foreign,
            long silenceMicros,
            boolean complete) {}

    /** {@return where the ledger of a result is} */
    public static Path beside(Path result) {
        return result.resolveSibling(String.valueOf(result.getFileName()).replaceFirst("\\.json$", "") + ENDING);
    }

    /** {@return the ledger in a file} */
    public static WorkerLedger read(Path file) {
        return ResultFile.read(file, SCHEMA, AGAIN, WorkerLedger.class);
    }

    /** Writes it, whole or not at all. */
    public void write(Path file) throws IOException {
        ResultFile.write(this, file);
    }
}
