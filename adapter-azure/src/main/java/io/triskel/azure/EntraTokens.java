package io.triskel.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Credential.Issuer;
import io.triskel.notify.Credential.Token;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Gets tokens of Microsoft Entra ID for one API. */
final class EntraTokens implements Issuer {
    private final Supplier<TokenCredential> credential;
    private final String scope;
    private final InstantSource clock;

    /** @param credential supplies the identity when the first token is requested */
    EntraTokens(Supplier<TokenCredential> credential, String scope, InstantSource clock) {
        this.credential = credential;
        this.scope = scope;
        this.clock = clock;
    }

    @Override
    public Token issue(Deadline deadline) {
        Duration left = deadline.remaining(clock);
        if (left.isZero()) {
            throw new PortException("The deadline passed before a token for " + scope + " was requested");
        }
        AccessToken issued = ask(left);
        return new Token(issued.getToken(), issued.getExpiresAt().toInstant());
    }

    private AccessToken ask(Duration left) {
        try {
            return credential
                    .get()
                    .getToken(new TokenRequestContext().addScopes(scope))
                    .blockOptional(left)
                    .orElseThrow(() -> new IllegalStateException("the identity has none"));
        } catch (RuntimeException failed) {
            throw new PortException("No token for " + scope + " was issued: " + failed.getMessage(), failed);
        }
    }
}
