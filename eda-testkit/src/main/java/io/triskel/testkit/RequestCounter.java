package io.triskel.testkit;

/** Counts requests to a store, for {@link RequestBudgetContract}; the sender of requests reports each. Thread-safe. */
public final class RequestCounter {
    private int reads;
    private int writes;
    private int trips;
    private int underWay;

    /** Makes a counter at zero. */
    public RequestCounter() {}

    /**
     * The cost of an operation in requests.
     *
     * @param reads requests that change nothing
     * @param writes requests that change something, or would if their condition held
     * @param inSequence how many of them are sequential; concurrent requests count as one
     */
    public record Requests(int reads, int writes, int inSequence) {}

    /**
     * What a store bills. Units are the provider's own; deletions that are charged as writes are write units.
     *
     * @param bytes that the store keeps, with its indexes, by the provider's rule
     */
    public record Billed(double readUnits, double writeUnits, double deleteUnits, long bytes) {
        Billed since(Billed earlier) {
            return new Billed(
                    readUnits - earlier.readUnits,
                    writeUnits - earlier.writeUnits,
                    deleteUnits - earlier.deleteUnits,
                    bytes - earlier.bytes);
        }
    }

    /** A request is about to be sent. */
    public synchronized void begun(boolean write) {
        if (write) {
            writes++;
        } else {
            reads++;
        }
        if (underWay == 0) {
            trips++;
        }
        underWay++;
    }

    /** A request was answered, or failed. */
    public synchronized void ended() {
        underWay--;
    }

    /** {@return the count since the last call} */
    synchronized Requests take() {
        Requests requests = new Requests(reads, writes, trips);
        reads = 0;
        writes = 0;
        trips = 0;
        return requests;
    }
}
