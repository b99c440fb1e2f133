package io.triskel.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Credential.Token;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {
    private static final Duration VALID = Duration.ofHours(1);
    private static final byte[] NO_BODY = {};

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int issued;
    private boolean silent;
    private final Credential credential = Credential.bearer(this::issue, () -> now);

    private Token issue(Deadline deadline) {
        if (silent) {
            throw new PortException("The issuer does not answer");
        }
        issued++;
        return new Token("token-" + issued, now.plus(VALID));
    }

    @Test
    void nobody_is_asked_before_the_first_request() {
        assertThat(issued).isZero();

        assertThat(shown()).containsExactlyEntriesOf(Map.of("Authorization", "Bearer token-1"));
    }

    @Test
    void a_token_is_kept_until_five_minutes_before_it_expires() {
        shown();
        now = now.plus(VALID).minus(Duration.ofMinutes(5)).minusMillis(1);
        Map<String, String> kept = shown();
        now = now.plusMillis(1);

        assertThat(kept).containsValue("Bearer token-1");
        assertThat(shown()).containsValue("Bearer token-2");
    }

    @Test
    void the_old_token_is_shown_while_it_is_valid_and_no_other_is_to_be_had() {
        shown();
        silent = true;
        now = now.plus(VALID).minusMillis(1);
        Map<String, String> old = shown();
        now = now.plusMillis(1);

        assertThat(old).containsValue("Bearer token-1");
        assertThatThrownBy(this::shown).isInstanceOf(PortException.class).hasMessageContaining("issuer");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24})
    void a_token_is_asked_for_again_once_the_clock_is_set_back(int hours) {
        shown();
        now = now.minus(Duration.ofHours(hours));

        assertThat(shown()).containsValue("Bearer token-2");
        assertThat(shown()).containsValue("Bearer token-2");
    }

    @Test
    void a_token_is_not_printed() {
        assertThat(new Token("secret", now)).asString().contains("2026").doesNotContain("secret");
    }

    private Map<String, String> shown() {
        return credential.headers(
                "GET", URI.create("https://orders.example/"), Map.of(), NO_BODY, Deadline.in(VALID, () -> now));
    }
}
