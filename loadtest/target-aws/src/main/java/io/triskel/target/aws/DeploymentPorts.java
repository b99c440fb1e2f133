package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.hosting.AwsPast;
import io.triskel.aws.hosting.AwsPorts;
import io.triskel.aws.hosting.FunctionSettings;
import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.hosting.Host;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore.Published;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.observe.Observer;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.deployed.OpenedPorts;
import io.triskel.orders.pipeline.Ports;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Opens the deployed pipeline's ports in this process, with the functions' own wiring. */
final class DeploymentPorts {
    private static final Duration RETENTION = Duration.ofDays(7);

    private DeploymentPorts() {}

    static OpenedPorts of(Deployment deployment) {
        Map<String, String> environment = new HashMap<>(deployment.aws().environment());
        environment.putAll(deployment.ticking().definition().environment());
        FunctionSettings settings = FunctionSettings.from(new OrderApplication(), environment, FunctionRole.CLOCK);
        AccessKey key = deployment.aws().accessKey();
        AwsClients clients = AwsClients.of(
                settings.aws(), StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
        Host host = AwsPorts.of(settings, clients, InstantSource.system(), Observer.none(), Runnable::run);
        Ports ports = new OrderApplication().on(host).application().ports();
        Past past = new AwsPast(
                clients,
                host.platform(),
                settings.stream(),
                deployment.archive().address(),
                ReadQuota.unlimited(),
                Past.temporary(environment));
        return new OpenedPorts(
                ports,
                past,
                new Published(RETENTION, past),
                clients.functionUrlCredential(InstantSource.system()),
                clients::close);
    }
}
