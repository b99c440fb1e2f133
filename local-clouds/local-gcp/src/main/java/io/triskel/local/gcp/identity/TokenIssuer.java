package io.triskel.local.gcp.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks ID tokens: JSON Web Tokens with RS256 and Google's claims for a service account (Cloud
 * documentation, "Token types"). Each issuer has its own key, created with its first token.
 */
public final class TokenIssuer {
    /** Google's tokens are valid for an hour. */
    public static final Duration VALID = Duration.ofHours(1);

    /**
     * The audience of a person's tokens, which {@code gcloud auth print-identity-token} prints; Cloud Run accepts them for every
     * service ("Authenticate developers"; {@code UserCredentials} of google-auth-library-java, which says that tokens of {@code gcloud
     * auth application-default login}, with another audience, do not work).
     */
    public static final String GCLOUD = "32555940559.apps.googleusercontent.com";

    static final String ISSUER = "https://accounts.google.com";

    /** The maximum age of a token that several messages share. */
    static final Duration SHARED = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEY_BITS = 2048;
    private static final int PARTS = 3;
    private static final int REMEMBERED = 1_000;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final InstantSource clock;
    private final String keyId = UUID.randomUUID().toString().replace("-", "");
    private final Map<Identity, Issued> shared = new ConcurrentHashMap<>();
    private final Map<String, Held> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, Boolean> signed = Collections.synchronizedMap(new LastSeen());
    private @Nullable KeyPair keys;

    private record Identity(String email, String audience) {}

    private record Issued(String token, Instant at) {}

    private record Held(String email, Instant at) {}

    /** Tokens with a checked signature; the check costs more than everything else in a call. */
    private static final class LastSeen extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

    /**
     * Creates no key before its first token.
     *
     * @param clock decides when tokens are issued, and whether they have expired
     */
    public TokenIssuer(InstantSource clock) {
        this.clock = clock;
    }

    /** An issuer with this key, since a new key takes a second to generate. */
    TokenIssuer(InstantSource clock, KeyPair keys) {
        this.clock = clock;
        this.keys = keys;
    }

    /**
     * {@return an access token of a service account} It is opaque, like Google's: {@link #holder} maps it to its
     * account.
     */
    public String accessToken(String email) {
        String token = "ya29.local-" + UUID.randomUUID();
        accessTokens.put(token, new Held(email, clock.instant()));
        return token;
    }

    /** {@return the e-mail address of the service account of an access token, while the token is valid} */
    public Optional<String> holder(String accessToken) {
        return Optional.ofNullable(accessTokens.get(accessToken))
                .filter(held -> clock.instant().isBefore(held.at().plus(VALID)))
                .map(Held::email);
    }

    /** {@return an ID token with Google's own validity} */
    public String idToken(String email, String audience) {
        return idToken(email, audience, VALID);
    }

    /** {@return an ID token of a person, who cannot choose its audience} */
    public String personalIdToken(String email) {
        return idToken(email, GCLOUD);
    }

    /**
     * {@return an ID token that may have been issued before: pushed messages "share the same token for a limited time
     * window" (github.com/GoogleCloudPlatform/python-docs-samples, appengine/standard_python3/pubsub/main.py)}
     */
    public String sharedIdToken(String email, String audience) {
        Instant now = clock.instant();
        return shared.compute(
                        new Identity(email, audience),
                        (identity, last) ->
                                last != null && now.isBefore(last.at().plus(SHARED))
                                        ? last
                                        : new Issued(idToken(email, audience), now))
                .token();
    }

    /**
     * {@return an ID token}
     *
     * @param email of the token's service account
     * @param audience the address of the service for which it is valid
     * @param valid how long it is accepted
     */
    public String idToken(String email, String audience, Duration valid) {
        Instant now = clock.instant();
        ObjectNode header =
                JSON.createObjectNode().put("alg", "RS256").put("kid", keyId).put("typ", "JWT");
        String subject = Integer.toUnsignedString(email.hashCode());
        ObjectNode claims = JSON.createObjectNode()
                .put("aud", audience)
                .put("azp", subject)
                .put("email", email)
                .put("email_verified", true)
                .put("exp", now.plus(valid).getEpochSecond())
                .put("iat", now.getEpochSecond())
                .put("iss", ISSUER)
                .put("sub", subject);
        String signed = encoded(bytes(header.toString())) + "." + encoded(bytes(claims.toString()));
        return signed + "." + encoded(signature(signed));
    }

    /**
     * {@return the e-mail address of the token's service account; empty if this issuer did not sign it, it has expired,
     * or it is for another audience}
     *
     * @param audience tests whether an audience matches
     */
    public Optional<String> caller(String token, Predicate<String> audience) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS || !signed.computeIfAbsent(token, unknown -> isSigned(parts))) {
            return Optional.empty();
        }
        JsonNode claims = claims(parts[1]);
        boolean accepted = claims.path("iss").asText().equals(ISSUER)
                && audience.test(claims.path("aud").asText())
                && clock.instant().getEpochSecond() < claims.path("exp").asLong();
        return Optional.of(claims.path("email").asText()).filter(email -> accepted);
    }

    /** {@return the key that checks the tokens' signatures} */
    public PublicKey publicKey() {
        return keys().getPublic();
    }

    private boolean isSigned(String[] parts) {
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(publicKey());
            check.update(bytes(parts[0] + "." + parts[1]));
            return check.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static JsonNode claims(String part) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(part));
        } catch (IOException ours) {
            throw new IllegalStateException("A token of this issuer holds JSON", ours);
        }
    }

    private byte[] signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys().getPrivate());
            signature.update(bytes(text));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has SHA256withRSA", impossible);
        }
    }

    private synchronized KeyPair keys() {
        KeyPair known = keys != null ? keys : newKeys();
        keys = known;
        return known;
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has RSA", impossible);
        }
    }

    private static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
