package io.triskel.orders.aws.local;

import io.triskel.aws.AwsClients;
import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.notify.Credential;
import io.triskel.observe.Observer;
import io.triskel.orders.aws.AwsPast;
import io.triskel.orders.aws.AwsPorts;
import io.triskel.orders.aws.OrderSettings;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.operation.Past;
import io.triskel.orders.pipeline.Ports;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The deployed pipeline's ports, opened in this process with the functions' own wiring. */
final class DeploymentPorts implements AutoCloseable {
    private final AwsClients clients;
    private final Ports ports;
    private final Past past;

    DeploymentPorts(Deployment deployment) {
        Map<String, String> environment = new HashMap<>(deployment.aws().environment());
        environment.putAll(deployment.ticking().definition().environment());
        OrderSettings settings = OrderSettings.from(environment, FunctionRole.CLOCK);
        AccessKey key = deployment.aws().accessKey();
        clients = AwsClients.of(
                settings.aws(), StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
        ports = AwsPorts.of(settings, clients, InstantSource.system(), Observer.none(), Runnable::run);
        past = new AwsPast(
                clients,
                ports.platform(),
                settings.stream(),
                deployment.archive().address(),
                ReadQuota.unlimited(),
                1);
    }

    /** {@return what opens the function behind HTTP} */
    Credential credential() {
        return clients.functionUrlCredential(InstantSource.system());
    }

    Ports ports() {
        return ports;
    }

    /** {@return the events since the beginning} */
    Past past() {
        return past;
    }

    @Override
    public void close() {
        clients.close();
    }
}
