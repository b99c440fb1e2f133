package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.hosting.AwsOperations;
import io.triskel.console.hosted.ConsoleTalk;
import java.io.IOException;
import java.time.InstantSource;

/** A console for a pipeline on AWS, deployed or local: {@code ./triskel ui aws}. */
public final class AwsConsole {
    private AwsConsole() {}

    /** Serves the console until standard input ends; the environment says where the pipeline is. */
    public static void main(String[] arguments) throws IOException {
        ConsoleTalk.run(
                System.getenv(),
                AwsOperations::site,
                environment ->
                        AwsClients.of(AwsSettings.from(environment)).functionUrlCredential(InstantSource.system()));
    }
}
