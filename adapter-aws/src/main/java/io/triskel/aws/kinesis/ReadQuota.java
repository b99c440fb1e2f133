package io.triskel.aws.kinesis;

/**
 * How much a consumer reads of each shard.
 *
 * @param callsPerSecond calls of GetRecords
 * @param bytesPerSecond of records
 */
public record ReadQuota(double callsPerSecond, double bytesPerSecond) {
    public ReadQuota {
        if (!(callsPerSecond > 0) || !(bytesPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "A quota is positive, this one is " + callsPerSecond + " calls and " + bytesPerSecond + " bytes");
        }
    }

    /**
     * {@return all that a shard gives its shared readers: 5 calls and 2 MiB a second (Kinesis Data Streams developer guide, "Quotas
     * and limits")} Where others read the stream too, give each its part.
     */
    public static ReadQuota whole() {
        return new ReadQuota(5, 2 << 20);
    }

    /** {@return this part of a quota, such as a half for each of two readers} */
    public ReadQuota part(double share) {
        return new ReadQuota(callsPerSecond * share, bytesPerSecond * share);
    }

    /** {@return no limit, for streams without quotas} */
    public static ReadQuota unlimited() {
        return new ReadQuota(Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /** The nanoseconds from the beginning of a call until the next may begin. */
    long pause(long bytes) {
        double seconds = Math.max(1 / callsPerSecond, bytes / bytesPerSecond);
        return (long) Math.ceil(seconds * 1e9);
    }
}
