package io.triskel.local.azure.eventhubs;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.sasl.SaslOutcome;
import org.apache.qpid.protonj2.engine.sasl.SaslServerContext;
import org.apache.qpid.protonj2.engine.sasl.SaslServerListener;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.transport.AMQPHeader;

/**
 * Authenticates clients: accepts the mechanisms that leave authentication to {@code $cbs}, and PLAIN with the
 * namespace's key.
 */
final class Sasl implements SaslServerListener {
    private static final Set<String> PROVED_LATER = Set.of("MSSBCBS", "ANONYMOUS", "EXTERNAL");
    private static final String[] MECHANISMS = {"MSSBCBS", "PLAIN", "ANONYMOUS", "EXTERNAL"};

    private final SharedAccess access;

    Sasl(SharedAccess access) {
        this.access = access;
    }

    @Override
    public void handleSaslHeader(SaslServerContext context, AMQPHeader header) {
        context.sendMechanisms(MECHANISMS);
    }

    @Override
    public void handleSaslInit(SaslServerContext context, Symbol mechanism, ProtonBuffer response) {
        boolean known = PROVED_LATER.contains(mechanism.toString())
                || (mechanism.toString().equals("PLAIN") && isOurs(response));
        context.sendOutcome(known ? SaslOutcome.SASL_OK : SaslOutcome.SASL_AUTH, null);
    }

    @Override
    public void handleSaslResponse(SaslServerContext context, ProtonBuffer response) {
        context.sendOutcome(SaslOutcome.SASL_AUTH, null);
    }

    private boolean isOurs(ProtonBuffer response) {
        if (response == null) {
            return false;
        }
        String[] parts = response.toString(StandardCharsets.UTF_8).split("\0", -1);
        return parts.length == 3 && access.matches(parts[1], parts[2]);
    }
}
