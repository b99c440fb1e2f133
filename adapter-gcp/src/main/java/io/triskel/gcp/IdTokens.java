package io.triskel.gcp;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdToken;
import com.google.auth.oauth2.IdTokenProvider;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Credential.Issuer;
import io.triskel.notify.Credential.Token;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gets ID tokens of the Application Default Credentials; in a function, those of its service account, from the metadata
 * server.
 */
final class IdTokens implements Issuer {
    private final String audience;
    private final InstantSource clock;
    private volatile @Nullable IdTokenProvider known;

    IdTokens(String audience, InstantSource clock) {
        this.audience = audience;
        this.clock = clock;
    }

    /** Asks in a separate thread, since Google's library accepts no deadline. */
    @Override
    public Token issue(Deadline deadline) {
        FutureTask<Token> asked = new FutureTask<>(this::ask);
        Thread thread = new Thread(asked, "triskel-id-token");
        thread.setDaemon(true);
        thread.start();
        try {
            return asked.get(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new PortException("No ID token for " + audience + " was issued in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PortException("Interrupted while waiting for an ID token for " + audience, interrupted);
        } catch (ExecutionException failed) {
            throw new PortException("No ID token for " + audience + " was issued: " + failed.getMessage(), failed);
        }
    }

    private Token ask() throws IOException {
        // The full form contains the caller's e-mail address.
        IdToken token = provider().idTokenWithAudience(audience, List.of(IdTokenProvider.Option.FORMAT_FULL));
        return new Token(token.getTokenValue(), token.getExpirationTime().toInstant());
    }

    private IdTokenProvider provider() throws IOException {
        IdTokenProvider found = known;
        if (found == null) {
            if (!(GoogleCredentials.getApplicationDefault() instanceof IdTokenProvider provider)) {
                throw new IOException("the Application Default Credentials issue no ID tokens; use a service account");
            }
            found = provider;
            known = found;
        }
        return found;
    }
}
