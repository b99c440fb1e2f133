package io.triskel.target.azure;

import io.triskel.azure.functions.FunctionKey;
import io.triskel.azure.hosting.AzureOperations;
import io.triskel.console.hosted.ConsoleTalk;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.notify.Credential;
import io.triskel.orders.OrderApplication;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A console for a pipeline on Azure, deployed or local: {@code ./triskel ui azure}. */
public final class AzureConsole {
    private AzureConsole() {}

    /** Serves the console until standard input ends; the environment says where the pipeline is. */
    public static void main(String[] arguments) throws IOException {
        ConsoleTalk.run(
                System.getenv(),
                environment -> AzureOperations.site(new OrderApplication(), environment),
                AzureConsole::caller);
    }

    private static Credential caller(Map<String, String> environment) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<String> key = reader.required(
                "TRISKEL_APP_FUNCTION_KEY",
                "the key of the functions behind HTTP; up prints it, and deploy.sh writes it",
                text -> text);
        reader.complain();
        return FunctionKey.of(key.orElseThrow());
    }
}
