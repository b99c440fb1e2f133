package io.triskel.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Credential.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class EntraTokensTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final String SCOPE = "api://orders/.default";

    @Test
    void a_token_is_asked_for_with_the_apis_scope() {
        Token token = tokens(context -> Mono.just(new AccessToken(
                        "for " + context.getScopes(),
                        NOW.instant().plusSeconds(60).atOffset(ZoneOffset.UTC))))
                .issue(soon());

        assertThat(token)
                .isEqualTo(new Token("for [" + SCOPE + "]", NOW.instant().plusSeconds(60)));
    }

    @Test
    void an_identity_that_fails_or_hangs_is_the_ports_failure() {
        assertThatThrownBy(() -> tokens(context -> Mono.error(new IllegalStateException("no managed identity")))
                        .issue(soon()))
                .isInstanceOf(PortException.class)
                .hasMessageContaining(SCOPE)
                .hasMessageContaining("no managed identity");
        assertThatThrownBy(() -> tokens(context -> Mono.never()).issue(Deadline.in(Duration.ofMillis(50), NOW)))
                .isInstanceOf(PortException.class);
    }

    @Test
    void nobody_is_asked_after_the_deadline() {
        assertThatThrownBy(() -> tokens(context -> {
                            throw new AssertionError("asked");
                        })
                        .issue(new Deadline(Instant.EPOCH)))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("The deadline passed before a token");
    }

    private static EntraTokens tokens(TokenCredential credential) {
        return new EntraTokens(() -> credential, SCOPE, NOW);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), NOW);
    }
}
