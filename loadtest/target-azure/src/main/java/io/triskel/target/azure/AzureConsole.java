package io.triskel.target.azure;

import io.triskel.orders.azure.OrderOperations;
import io.triskel.orders.console.ConsoleTalk;
import java.io.IOException;

/** A console for a pipeline on Azure, deployed or local: {@code ./triskel ui azure}. */
public final class AzureConsole {
    private AzureConsole() {}

    /** Serves the console until standard input ends; the environment says where the pipeline is. */
    public static void main(String[] arguments) throws IOException {
        ConsoleTalk.run(System.getenv(), OrderOperations::site);
    }
}
