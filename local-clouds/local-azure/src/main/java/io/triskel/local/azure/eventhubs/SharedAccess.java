package io.triskel.local.azure.eventhubs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The namespace's key, and one key per limited identity. Checks shared access signatures, so that a client with a wrong
 * key gets the service's error; accepts tokens of other kinds unchecked.
 */
final class SharedAccess {
    private static final String PREFIX = "SharedAccessSignature ";
    private static final String KEY_NAME = "RootManageSharedAccessKey";
    private static final int KEY_BYTES = 32;

    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    SharedAccess(InstantSource clock) {
        this.clock = clock;
        keys.put(KEY_NAME, Base64.getEncoder().encodeToString(new byte[KEY_BYTES]));
    }

    /** Creates a key of this name, unless it exists. */
    void add(String name) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        keys.putIfAbsent(name, Base64.getEncoder().encodeToString(key));
    }

    /** The credentials of the namespace, as a connection string has them. */
    String credentials() {
        return credentials(KEY_NAME);
    }

    String credentials(String name) {
        return "SharedAccessKeyName=" + name + ";SharedAccessKey=" + keys.get(name);
    }

    /** The name of the key that signed a token; an empty text for tokens of other kinds. */
    static String keyName(String token) {
        return token.startsWith(PREFIX) ? decoded(fields(token), "skn") : "";
    }

    private static String decoded(Map<String, String> fields, String name) {
        return URLDecoder.decode(fields.getOrDefault(name, ""), StandardCharsets.UTF_8);
    }

    private static Map<String, String> fields(String token) {
        Map<String, String> fields = new HashMap<>();
        for (String field : token.substring(PREFIX.length()).split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    /** Why a token is rejected; an empty text if it is accepted. */
    String refusal(String token) {
        if (!token.startsWith(PREFIX)) {
            return "";
        }
        Map<String, String> fields = fields(token);
        String resource = fields.getOrDefault("sr", "");
        String expiry = fields.getOrDefault("se", "");
        if (!expiry.matches("\\d{1,15}")
                || Long.parseLong(expiry) <= clock.instant().getEpochSecond()) {
            return "ExpiredToken: The token is expired. Expiry: " + expiry;
        }
        Optional<String> key = Optional.ofNullable(keys.get(decoded(fields, "skn")));
        return key.isPresent() && isSame(decoded(fields, "sig"), sign(resource + "\n" + expiry, key.get()))
                ? ""
                : "InvalidSignature: The token has an invalid signature.";
    }

    /** Whether the credentials of SASL PLAIN are the namespace's. */
    boolean matches(String name, String password) {
        return isSame(name, KEY_NAME) && isSame(password, keys.getOrDefault(KEY_NAME, ""));
    }

    private static String sign(String text, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
