package io.triskel.load.report.result;

/**
 * What became of the events, by key, number and checksum.
 *
 * @param unknownOutcome sent, and neither accepted nor refused
 * @param retried duplicates by the producer's own retries
 * @param redelivered duplicates by the bus
 * @param deepestReorder by how many events the worst one came too late
 * @param foreign events of another run
 * @param drainMs from the last send to the last delivery
 */
public record Correctness(
        long sent,
        long accepted,
        long delivered,
        long lost,
        long unknownOutcome,
        long retried,
        long redelivered,
        long reordered,
        long deepestReorder,
        long corrupt,
        long foreign,
        long drainMs) {

    /** {@return both together; of depth and time the larger} */
    public Correctness plus(Correctness other) {
        return new Correctness(
                sent + other.sent,
                accepted + other.accepted,
                delivered + other.delivered,
                lost + other.lost,
                unknownOutcome + other.unknownOutcome,
                retried + other.retried,
                redelivered + other.redelivered,
                reordered + other.reordered,
                Math.max(deepestReorder, other.deepestReorder),
                corrupt + other.corrupt,
                foreign + other.foreign,
                Math.max(drainMs, other.drainMs));
    }
}
