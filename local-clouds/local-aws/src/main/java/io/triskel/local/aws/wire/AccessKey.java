package io.triskel.local.aws.wire;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * The key with which a caller of a local AWS signs. Stores and streams identify the caller by the id alone; functions
 * behind a URL check the signature.
 *
 * @param id 16 to 128 letters, digits or _ (IAM's API reference, "AccessKey")
 * @param secret known only to its callers; never printed
 */
public record AccessKey(String id, String secret) {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int RANDOM_ID_CHARACTERS = 16;
    private static final int SECRET_BYTES = 30;

    public AccessKey {
        if (!id.matches("\\w{16,128}")) {
            throw new IllegalArgumentException("An access key's id has 16 to 128 letters, digits or _: " + id);
        }
    }

    /** {@return a new key in the form of the service's own, {@code AKIA} and 16 characters} */
    public static AccessKey generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder("AKIA");
        random.ints(RANDOM_ID_CHARACTERS, 0, ID_CHARACTERS.length())
                .forEach(index -> id.append(ID_CHARACTERS.charAt(index)));
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new AccessKey(id.toString(), Base64.getEncoder().encodeToString(secret));
    }

    /** {@return the variables from which SDKs take the key} */
    public Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", id, "AWS_SECRET_ACCESS_KEY", secret);
    }

    /** {@return the id alone} */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
