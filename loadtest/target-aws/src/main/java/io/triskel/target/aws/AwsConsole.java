package io.triskel.target.aws;

import io.triskel.orders.aws.OrderOperations;
import io.triskel.orders.console.ConsoleTalk;
import java.io.IOException;

/** A console for a pipeline on AWS, deployed or local: {@code ./triskel ui aws}. */
public final class AwsConsole {
    private AwsConsole() {}

    /** Serves the console until standard input ends; the environment says where the pipeline is. */
    public static void main(String[] arguments) throws IOException {
        ConsoleTalk.run(System.getenv(), OrderOperations::site);
    }
}
