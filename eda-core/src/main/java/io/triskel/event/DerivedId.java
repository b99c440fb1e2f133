package io.triskel.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Derives ids for things that may be produced twice: equal parts give equal ids, different parts give different ids.
 *
 * <p>Each part is hashed after its length, so that ("ab", "c") and ("a", "bc") differ.
 */
public final class DerivedId {
    private static final Base64.Encoder BASE_64 = Base64.getUrlEncoder().withoutPadding();
    private static final MessageDigest UNUSED = lookedUp();

    private DerivedId() {}

    /** {@return 43 characters of unpadded URL-safe Base64: the SHA-256 of the length-prefixed parts} */
    public static String of(String... parts) {
        byte[][] bytes = new byte[parts.length][];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + bytes[i].length;
        }
        // In one piece: for so few bytes, each further call of the digest takes as long as the hashing.
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : bytes) {
            all.putInt(part.length).put(part);
        }
        return BASE_64.encodeToString(sha256().digest(all.array()));
    }

    /** {@return a foreign id in a form that we may write: the id itself, or a derived id if it is too long or blank} */
    public static String writable(String id) {
        return id.length() <= EventId.MAX_ID && !id.isBlank() ? id : of("foreign", id);
    }

    /** {@return 64 hexadecimal digits that stand for a text of any length: its SHA-256} */
    public static String digest(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A copy of an unused one: looking the algorithm up among the providers takes longer than digesting an id. */
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException byItsProvider) {
            return lookedUp();
        }
    }

    private static MessageDigest lookedUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
