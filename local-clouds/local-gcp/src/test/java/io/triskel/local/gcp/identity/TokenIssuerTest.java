package io.triskel.local.gcp.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.IdToken;
import com.google.auth.oauth2.TokenVerifier;
import com.google.auth.oauth2.TokenVerifier.VerificationException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Judged by Google's own library, where it can judge. */
class TokenIssuerTest {
    private static final String EMAIL = "orders-http@project.iam.gserviceaccount.com";
    private static final String AUDIENCE = "https://orders.a.run.app";
    private static final Predicate<String> FOR_ORDERS = AUDIENCE::equals;

    private static final KeyPair KEYS = TokenIssuer.newKeys();
    private static final KeyPair OTHER_KEYS = TokenIssuer.newKeys();

    private Instant now = Instant.now();
    private final TokenIssuer issuer = new TokenIssuer(() -> now, KEYS);

    @Test
    void googles_library_verifies_a_token() throws Exception {
        String token = issuer.idToken(EMAIL, AUDIENCE);

        assertThat(verifier(issuer).verify(token).getPayload()).containsEntry("email", EMAIL);
        assertThatThrownBy(
                        () -> verifier(new TokenIssuer(() -> now, OTHER_KEYS)).verify(token))
                .isInstanceOf(VerificationException.class);
    }

    private static TokenVerifier verifier(TokenIssuer of) {
        return TokenVerifier.newBuilder()
                .setAudience(AUDIENCE)
                .setIssuer("https://accounts.google.com")
                .setPublicKey(of.publicKey())
                .build();
    }

    @Test
    void a_token_names_its_caller_until_it_expires() {
        String token = issuer.idToken(EMAIL, AUDIENCE);
        now = now.plus(Duration.ofHours(1)).minusSeconds(1);

        assertThat(issuer.caller(token, FOR_ORDERS)).contains(EMAIL);

        now = now.plusSeconds(1);

        assertThat(issuer.caller(token, FOR_ORDERS)).isEmpty();
    }

    @Test
    void a_shared_token_is_the_same_for_a_limited_time_and_is_checked_like_any_other() {
        String token = issuer.sharedIdToken(EMAIL, AUDIENCE);

        assertThat(issuer.sharedIdToken(EMAIL, AUDIENCE)).isEqualTo(token);
        assertThat(issuer.sharedIdToken(EMAIL, AUDIENCE + ".example")).isNotEqualTo(token);

        now = now.plus(TokenIssuer.SHARED);

        assertThat(issuer.sharedIdToken(EMAIL, AUDIENCE)).isNotEqualTo(token);
        assertThat(issuer.caller(token, FOR_ORDERS)).contains(EMAIL);

        now = now.plus(TokenIssuer.VALID);

        assertThat(issuer.caller(token, FOR_ORDERS)).isEmpty();
    }

    @Test
    void a_token_for_another_audience_of_another_issuer_or_changed_has_no_caller() {
        String token = issuer.idToken(EMAIL, AUDIENCE);
        String[] parts = token.split("\\.", -1);
        String[] others = issuer.idToken("admin@project.iam.gserviceaccount.com", AUDIENCE)
                .split("\\.", -1);

        assertThat(List.of(
                        issuer.idToken(EMAIL, AUDIENCE + ".example"),
                        new TokenIssuer(() -> now, OTHER_KEYS).idToken(EMAIL, AUDIENCE),
                        parts[0] + "." + others[1] + "." + parts[2],
                        parts[0] + "." + parts[1] + ".",
                        "no.token.at-all",
                        ""))
                .allSatisfy(bad -> assertThat(issuer.caller(bad, FOR_ORDERS)).isEmpty());
    }

    @Test
    void the_metadata_server_tells_tokens_to_who_sends_its_header_only() throws Exception {
        try (MetadataServer server = MetadataServer.start(EMAIL, issuer)) {
            URI identity = URI.create("http://" + server.host()
                    + "/computeMetadata/v1/instance/service-accounts/default/identity?audience=" + AUDIENCE);
            HttpResponse<String> told = get(HttpRequest.newBuilder(identity).header("Metadata-Flavor", "Google"));

            assertThat(issuer.caller(told.body(), FOR_ORDERS)).contains(EMAIL);
            assertThat(told.headers().firstValue("Metadata-Flavor")).contains("Google");
            assertThat(get(HttpRequest.newBuilder(identity)).statusCode()).isEqualTo(403);
            assertThat(IdToken.create(told.body()).getExpirationTime()).isInTheFuture();
        }
    }

    private static HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
