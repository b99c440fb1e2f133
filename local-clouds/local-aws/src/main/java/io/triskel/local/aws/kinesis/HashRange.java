package io.triskel.local.aws.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash keys of a shard, both ends included; the MD5 of a partition key is a number of 128 bits.
 */
public record HashRange(BigInteger start, BigInteger end) {
    static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(128);

    /** The range of one of {@code count} shards that divide all hash keys evenly. */
    static HashRange uniform(int index, int count) {
        return new HashRange(edge(index, count), edge(index + 1, count).subtract(BigInteger.ONE));
    }

    /** The first hash key of part {@code index} of {@code count} even parts. */
    static BigInteger edge(int index, int count) {
        return LIMIT.multiply(BigInteger.valueOf(index)).divide(BigInteger.valueOf(count));
    }

    static BigInteger hashOf(String partitionKey) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    boolean contains(BigInteger hash) {
        return start.compareTo(hash) <= 0 && end.compareTo(hash) >= 0;
    }

    boolean isFollowedBy(HashRange next) {
        return end.add(BigInteger.ONE).equals(next.start);
    }
}
