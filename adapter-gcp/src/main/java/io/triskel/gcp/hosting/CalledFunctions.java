package io.triskel.gcp.hosting;

import io.triskel.gcp.GcpClients;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.HttpFunctions;
import io.triskel.hosting.operation.HttpFunctions.Endpoint;
import io.triskel.notify.Credential;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The consumers' functions on Cloud Run, as an operator calls them. */
final class CalledFunctions {
    /** Names the variable with the addresses of the consumers' functions: {@code payment=https://...}, separated by blanks. */
    static final String ADDRESSES = "TRISKEL_APP_FUNCTIONS";

    /** Names the variable with the operator's ID token; without it the Application Default Credentials issue one. */
    static final String TOKEN = "TRISKEL_APP_ID_TOKEN";

    /**
     * A person's credentials cannot choose the audience of their tokens. Cloud Run accepts gcloud's own, and not the one of {@code gcloud
     * auth application-default login}, as {@code UserCredentials} of google-auth-library-java says.
     */
    private static final Map<Integer, String> ADVICE = Map.of(
            401,
            "Cloud Run does not accept this ID token. As a person run 'gcloud auth login --update-adc', or set " + TOKEN
                    + " to what 'gcloud auth print-identity-token' prints, for an hour; a token of 'gcloud auth"
                    + " application-default login' does not do. A service account's credentials do, also impersonated",
            403,
            "you may not call it: your account needs roles/run.invoker on this service, which deploy.sh gives to the"
                    + " account that runs it",
            404,
            "there is no such service: run deploy.sh again, which writes the addresses",
            429,
            "no instance is free: try again later",
            500,
            "its log says why; a release that cannot replay may be deployed");

    private CalledFunctions() {}

    /**
     * {@return the functions that the environment names; nothing is called yet}
     *
     * @throws IllegalArgumentException if it names none
     */
    static ConsumerFunctions of(Map<String, String> environment, GcpClients clients, InstantSource clock) {
        Map<String, URI> addresses = addresses(environment.getOrDefault(ADDRESSES, ""));
        Optional<Credential> given = Optional.ofNullable(environment.get(TOKEN))
                .filter(token -> !token.isBlank())
                .map(CalledFunctions::bearer);
        return new HttpFunctions(
                consumer -> {
                    URI address = addresses.get(consumer);
                    if (address == null) {
                        throw new IllegalStateException(ADDRESSES + " has no address of its function");
                    }
                    return new Endpoint(
                            URI.create(address + EventsFunction.REPLAY),
                            given.orElseGet(() -> clients.idTokenCredential(address.toString(), clock)));
                },
                ADVICE,
                clock);
    }

    private static Map<String, URI> addresses(String text) {
        if (text.isBlank()) {
            throw expected("is not set");
        }
        Map<String, URI> addresses = new LinkedHashMap<>();
        Arrays.stream(text.strip().split("\\s+")).forEach(pair -> {
            if (!pair.matches("[a-z0-9-]+=https?://[^/]+")) {
                throw expected("has '" + pair + "'");
            }
            int equals = pair.indexOf('=');
            addresses.put(pair.substring(0, equals), URI.create(pair.substring(equals + 1)));
        });
        return addresses;
    }

    private static IllegalArgumentException expected(String found) {
        return new IllegalArgumentException(ADDRESSES + " " + found
                + ", expected the addresses of the consumers' functions, such as"
                + " payment=https://orders-payment-x.a.run.app, separated by blanks; up prints it, and deploy.sh"
                + " writes it");
    }

    private static Credential bearer(String token) {
        Map<String, String> shown = Map.of("Authorization", "Bearer " + token);
        return (method, address, headers, body, deadline) -> shown;
    }
}
