package io.triskel.load.measure;

/**
 * Whether all events came, once, whole and in order. What consumers saw is summed over all of them.
 *
 * @param sent events of which a sending was tried
 * @param accepted events that the bus said it has
 * @param delivered different events, of the consumer that has fewest
 * @param lost accepted and not come by the end of the drain
 * @param unknownOutcome never accepted, and yet the bus may have them
 * @param producerRepeats came once more, since the sender had no answer and sent them again
 * @param redelivered came once more for any other reason
 * @param reordered came after a later event of their key
 * @param deepestReorder by how many later events of its key the worst was overtaken
 * @param corrupt came with other bytes than were sent
 * @param foreign belong to another run, and count nowhere else
 * @param drainMillis from the last sending until all had come, or until the deadline
 */
public record Correctness(
        long sent,
        long accepted,
        long delivered,
        long lost,
        long unknownOutcome,
        long producerRepeats,
        long redelivered,
        long reordered,
        int deepestReorder,
        long corrupt,
        long foreign,
        long drainMillis) {
    /** {@return the same, with only what was lost and reordered since} */
    public Correctness since(long lostBefore, long reorderedBefore) {
        return new Correctness(
                sent,
                accepted,
                delivered,
                Math.max(0, lost - lostBefore),
                unknownOutcome,
                producerRepeats,
                redelivered,
                reordered - reorderedBefore,
                deepestReorder,
                corrupt,
                foreign,
                drainMillis);
    }
}
