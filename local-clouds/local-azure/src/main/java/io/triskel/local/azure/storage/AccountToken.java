package io.triskel.local.azure.storage;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shared access signature for blobs and tables of an account, so that plain HTTP requests for both are signed in the
 * same way ("Create an account SAS").
 *
 * @param query the query to append to an address
 */
record AccountToken(String query) {
    /** The last version whose signature does not name an encryption scope. */
    static final String VERSION = "2019-12-12";

    static AccountToken of(String account, String key) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("sp", "rwdlacu");
        fields.put("ss", "bt");
        fields.put("srt", "sco");
        fields.put("st", "");
        fields.put("se", "2099-01-01T00:00:00Z");
        fields.put("sip", "");
        fields.put("spr", "https,http");
        fields.put("sv", VERSION);
        String toSign = account + "\n" + String.join("\n", fields.values()) + "\n";
        fields.values().removeIf(String::isEmpty);
        fields.put("sig", sign(toSign, key));
        return new AccountToken(fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    private static String sign(String text, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
