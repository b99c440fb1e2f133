package io.triskel.target.gcp;

import io.triskel.console.hosted.ConsoleTalk;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.hosting.GcpOperations;
import io.triskel.notify.Credential;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** A console for a pipeline on Google Cloud, deployed or local: {@code ./triskel ui gcp}. */
public final class GcpConsole {
    private GcpConsole() {}

    /** Serves the console until standard input ends; the environment says where the pipeline is. */
    public static void main(String[] arguments) throws IOException {
        ConsoleTalk.run(System.getenv(), GcpOperations::site, GcpConsole::caller);
    }

    /** The token that the environment holds; without one, the Application Default Credentials issue it, for an address without its slash. */
    private static Credential caller(Map<String, String> environment) {
        String token = environment.getOrDefault("TRISKEL_APP_ID_TOKEN", "");
        if (token.isBlank()) {
            return GcpClients.of(GcpSettings.from(environment))
                    .idTokenCredential(
                            environment.getOrDefault("TRISKEL_APP_URL", "").replaceFirst("/$", ""),
                            InstantSource.system());
        }
        Map<String, String> shown = Map.of("Authorization", "Bearer " + token);
        return (method, address, headers, body, deadline) -> shown;
    }
}
