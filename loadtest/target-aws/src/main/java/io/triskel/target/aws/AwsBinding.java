package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.consume.Redelivery;
import io.triskel.load.CreatedSite;
import io.triskel.load.Declarations;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import io.triskel.load.KeptOrder;
import io.triskel.load.Site;
import io.triskel.load.SiteBinding;
import io.triskel.local.Daemons;
import io.triskel.local.aws.LocalAws;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * AWS: emulators on this machine, or the service itself.
 *
 * <table>
 * <caption>Environment variables</caption>
 * <tr><th>Name</th><th>Meaning</th></tr>
 * <tr><td>{@code TRISKEL_CONTRACTS}</td><td>{@code aws} for the service itself; otherwise emulators are started</td></tr>
 * <tr><td>{@code TRISKEL_AWS_STREAM}</td><td>an existing Kinesis stream, for tests only; required with the service</td></tr>
 * <tr><td>{@code TRISKEL_AWS_TABLES}</td><td>the prefix of existing tables, as
 * {@link io.triskel.aws.dynamodb.DynamoDbTables#layouts} says, for tests only; required with the service</td></tr>
 * </table>
 *
 * <p>With the service, region, endpoints and credentials are those of {@link AwsSettings} and of the SDK's default chain.
 */
public final class AwsBinding extends SiteBinding<ExistingNames, AwsTestPorts> {
    static final String TARGET = "aws";

    private static final int THREADS = 16;

    private final AwsClients clients;
    private final boolean created;

    private AwsBinding(Site<ExistingNames> site, AwsCredentialsProvider credentials) {
        super(TARGET, site, Executors.newFixedThreadPool(THREADS, Daemons.named(TARGET)));
        this.created = site instanceof CreatedSite;
        this.clients = AwsClients.of(AwsSettings.from(site.variables()), credentials);
    }

    /**
     * {@return the AWS that the environment names}
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static AwsBinding of(Map<String, String> environment) {
        return isDeployed(environment) ? deployed(ExistingNames.deployed(environment)) : local(LocalSite.inThisJvm());
    }

    /** Emulators take any credentials. */
    private static AwsBinding deployed(DeployedSite<ExistingNames> site) {
        return new AwsBinding(
                site,
                site.environment() == Environment.EMULATOR
                        ? LocalSite.CREDENTIALS
                        : DefaultCredentialsProvider.builder().build());
    }

    /** {@return the same binding, with emulators in other processes, so that their CPU time is not counted as ours} */
    static AwsBinding apart(Map<String, String> environment) {
        return isDeployed(environment) ? of(environment) : local(LocalSite.inAnotherJvm());
    }

    /** {@return a binding over a local AWS that the caller ends} */
    public static AwsBinding over(LocalAws running) {
        return local(LocalSite.over(running.environment(), running.dynamoDb()::createTable, List.of()));
    }

    private static AwsBinding local(CreatedSite<ExistingNames> site) {
        return new AwsBinding(site, LocalSite.CREDENTIALS);
    }

    private static boolean isDeployed(Map<String, String> environment) {
        return DeployedSite.isAskedFor(TARGET, environment);
    }

    @Override
    public Declarations declarations() {
        boolean cloud = environment() == Environment.CLOUD;
        return new Declarations(
                Set.of(Redelivery.FROM_FIRST_UNSETTLED),
                KeptOrder.PER_KEY,
                KinesisBus.of(clients, "any").limits(),
                // A shard takes 1 MB a second.
                cloud ? Duration.ofMinutes(3) : Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                cloud ? Duration.ofSeconds(60) : Duration.ofSeconds(20));
    }

    @Override
    protected AwsTestPorts on(ExistingNames names) {
        return new AwsTestPorts(names, clients, executor());
    }

    /** The number of shards of a stream: known for an emulator of ours, not queried for a deployed stream. */
    Map<String, Integer> units() {
        return created ? Map.of("shard", LocalSite.SHARDS) : Map.of();
    }

    /** The clients that the ports use, for baselines. */
    AwsClients clients() {
        return clients;
    }

    static String random() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        clients.close();
        super.close();
    }
}
