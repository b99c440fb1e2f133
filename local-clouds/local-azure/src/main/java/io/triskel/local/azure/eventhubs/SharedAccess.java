package io.triskel.local.azure.eventhubs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The namespace's one key. Shared access signatures are checked, so that a client with a wrong key gets the service's error;
 * tokens of other kinds are accepted unchecked.
 */
record SharedAccess(String keyName, String key, InstantSource clock) {
    private static final String PREFIX = "SharedAccessSignature ";

    /** Why a token is refused; an empty text if it is accepted. */
    String refusal(String token) {
        if (!token.startsWith(PREFIX)) {
            return "";
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : token.substring(PREFIX.length()).split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        String resource = fields.getOrDefault("sr", "");
        String expiry = fields.getOrDefault("se", "");
        if (!expiry.matches("\\d{1,15}")
                || Long.parseLong(expiry) <= clock.instant().getEpochSecond()) {
            return "ExpiredToken: The token is expired. Expiry: " + expiry;
        }
        String signature = URLDecoder.decode(fields.getOrDefault("sig", ""), StandardCharsets.UTF_8);
        boolean named = keyName.equals(URLDecoder.decode(fields.getOrDefault("skn", ""), StandardCharsets.UTF_8));
        return named && isSame(signature, sign(resource + "\n" + expiry))
                ? ""
                : "InvalidSignature: The token has an invalid signature.";
    }

    /** Tells whether the credentials of SASL PLAIN are the namespace's. */
    boolean matches(String name, String password) {
        return isSame(name, keyName) && isSame(password, key);
    }

    private String sign(String text) {
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
