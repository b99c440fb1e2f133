package io.triskel.target.gcp;

import io.triskel.orders.console.ConsoleTalk;
import io.triskel.orders.gcp.OrderOperations;
import java.io.IOException;

/** A console for a pipeline on Google Cloud, deployed or local: {@code ./triskel ui gcp}. */
public final class GcpConsole {
    private GcpConsole() {}

    /** Serves the console until standard input ends; the environment says where the pipeline is. */
    public static void main(String[] arguments) throws IOException {
        ConsoleTalk.run(System.getenv(), OrderOperations::site);
    }
}
