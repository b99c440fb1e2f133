package io.triskel.aws.kinesis;

/**
 * Limits how much a consumer reads of each shard.
 *
 * @param callsPerSecond GetRecords calls
 * @param bytesPerSecond bytes of records
 */
public record ReadQuota(double callsPerSecond, double bytesPerSecond) {
    public ReadQuota {
        if (!(callsPerSecond > 0) || !(bytesPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "A quota must be positive, not " + callsPerSecond + " calls and " + bytesPerSecond + " bytes");
        }
    }

    /**
     * {@return the whole quota of a shard's shared readers: 5 calls and 2 MiB a second (Kinesis Data Streams developer
     * guide, "Quotas and limits")} If others read the stream too, give each a part.
     */
    public static ReadQuota whole() {
        return new ReadQuota(5, 2 << 20);
    }

    /** {@return this share of the quota, such as 0.5 for each of two readers} */
    public ReadQuota part(double share) {
        return new ReadQuota(callsPerSecond * share, bytesPerSecond * share);
    }

    /** {@return no limit, for streams without quotas} */
    public static ReadQuota unlimited() {
        return new ReadQuota(Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /** The nanoseconds from the start of a call until the next may start. */
    long pause(long bytes) {
        double seconds = Math.max(1 / callsPerSecond, bytes / bytesPerSecond);
        return (long) Math.ceil(seconds * 1e9);
    }
}
