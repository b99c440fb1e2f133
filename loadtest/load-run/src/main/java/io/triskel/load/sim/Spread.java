package io.triskel.load.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Maps keys to lanes at random, by their MD5, as Kinesis does ("kds-order"); the other buses hash differently, and spread as evenly. */
public final class Spread {
    private Spread() {}

    /** {@return the lane of each key, of lanes that share the hash's range evenly} */
    public static int[] of(int keys, int lanes) {
        int[] spread = new int[keys];
        MessageDigest md5 = md5();
        for (int key = 0; key < keys; key++) {
            // As the path of a real target names its keys.
            byte[] hash = md5.digest(("k" + Integer.toString(key, 36)).getBytes(StandardCharsets.US_ASCII));
            long upper = Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt());
            spread[key] = (int) ((upper * lanes) >>> 32);
        }
        return spread;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java platform has MD5, this one does not", missing);
        }
    }
}
