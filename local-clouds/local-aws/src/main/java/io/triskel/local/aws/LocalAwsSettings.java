package io.triskel.local.aws;

import io.triskel.local.aws.kinesis.KinesisSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings of a local AWS.
 *
 * @param project the folder of this project, where Node.js tools are installed on first use
 * @param folder for files that stay: {@code buckets} for S3, {@code logs} for the functions' output
 * @param kinesis quotas, retention and clock; Firehose applies quotas if Kinesis does, and all services share the clock
 * @param tables the DynamoDB tables, as bodies of {@code CreateTable} requests
 * @param javaHome of the functions' JVMs
 * @param seed of the faults that are injected
 * @param proxied whether {@link LocalAws#environment} leads to DynamoDB through its proxy, which costs a hop per request
 * @param enforced whether permissions are enforced; DynamoDB is then behind the proxy
 */
public record LocalAwsSettings(
        Path project,
        Path folder,
        KinesisSettings kinesis,
        List<String> tables,
        Path javaHome,
        long seed,
        boolean proxied,
        boolean enforced) {
    public LocalAwsSettings {
        tables = List.copyOf(tables);
    }

    /** No quotas, no tables, functions on this JVM's own Java. */
    public static LocalAwsSettings in(Path project, Path folder) {
        return new LocalAwsSettings(
                project,
                folder,
                KinesisSettings.defaults(),
                List.of(),
                Path.of(System.getProperty("java.home")),
                1,
                false,
                false);
    }

    public LocalAwsSettings withKinesis(KinesisSettings settings) {
        return new LocalAwsSettings(project, folder, settings, tables, javaHome, seed, proxied, enforced);
    }

    public LocalAwsSettings withTables(List<String> requests) {
        return new LocalAwsSettings(project, folder, kinesis, requests, javaHome, seed, proxied, enforced);
    }

    public LocalAwsSettings withJavaHome(Path home) {
        return new LocalAwsSettings(project, folder, kinesis, tables, home, seed, proxied, enforced);
    }

    public LocalAwsSettings withSeed(long newSeed) {
        return new LocalAwsSettings(project, folder, kinesis, tables, javaHome, newSeed, proxied, enforced);
    }

    /** With DynamoDB behind its proxy, which counts requests and injects faults: {@link LocalAws#tables}. */
    public LocalAwsSettings withProxiedTables() {
        return new LocalAwsSettings(project, folder, kinesis, tables, javaHome, seed, true, enforced);
    }

    /** With enforced permissions: {@link LocalAws#identities}; DynamoDB is behind its proxy. */
    public LocalAwsSettings withPermissions() {
        return new LocalAwsSettings(project, folder, kinesis, tables, javaHome, seed, proxied, true);
    }
}
