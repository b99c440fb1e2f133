package io.triskel.azure.hosting;

import io.triskel.azure.functions.FunctionKey;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.HttpFunctions;
import io.triskel.hosting.operation.HttpFunctions.Endpoint;
import io.triskel.notify.Credential;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The function of the app that replays for its consumers, as an operator calls it. */
final class CalledFunctions {
    /** Names the variable with the key of that function. */
    static final String KEY = "TRISKEL_APP_REPLAY_KEY";

    private static final Map<Integer, String> ADVICE = Map.of(
            401,
            KEY
                    + " is not the key of the function 'replay': deploy.sh writes it, so run deploy.sh again if the"
                    + " key was renewed",
            404,
            "the app is stopped, or a release that cannot replay is deployed",
            429,
            "the app is at its limit of instances: try again later",
            500,
            "the app's log says why",
            503,
            "the app's host does not run: the app's log says why");

    private CalledFunctions() {}

    /**
     * {@return the functions of the app that the environment names; nothing is called yet}
     *
     * @throws IllegalArgumentException if it lacks address or key
     */
    static ConsumerFunctions of(URI app, Map<String, String> environment, InstantSource clock) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<String> key = reader.required(
                KEY, "the key of the function 'replay'; up prints it, and deploy.sh writes it", text -> text);
        reader.complain();
        Credential shown = FunctionKey.of(key.orElseThrow());
        return new HttpFunctions(
                consumer -> new Endpoint(app.resolve(ReplayFunction.PATH + consumer), shown), ADVICE, clock);
    }
}
