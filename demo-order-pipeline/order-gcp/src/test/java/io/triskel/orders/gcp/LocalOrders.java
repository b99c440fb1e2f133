package io.triskel.orders.gcp;

import com.google.pubsub.v1.Subscription;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.local.ZipFolder;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.Schedule;
import io.triskel.observe.Observer;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** The package that the build made, deployed to a local Google Cloud as {@link OrderFunctions} says. */
final class LocalOrders implements AutoCloseable {
    private final OrderFunctions functions =
            new OrderFunctions(new FirestoreCollections("orders"), "orders", Style.ORCHESTRATION);
    private final Path jar;
    private final LocalGcp gcp;
    private final URI url;
    private final Schedule clock;
    private final GcpClients clients;
    private final Ports ports;

    LocalOrders(Path folder) {
        ZipFolder.unzip(Path.of(System.getProperty("triskel.zip")), folder.resolve("source"), 1 << 30);
        jar = folder.resolve("source/functions.jar");
        gcp = LocalGcp.start(LocalGcpSettings.in(folder));
        String project = "projects/" + gcp.project();
        String topic = gcp.pubSub().createTopic(project + "/topics/orders").name();
        url = gcp.functions().url(deploy(functions.http(), Map.of())).uri().resolve("/");
        CloudFunction ticking = deploy(functions.clock(url), Map.of());
        clock = gcp.functions().schedule("orders", ticking, "/");
        OrderSettings settings = OrderSettings.from(ticking.definition().environment(), FunctionRole.CLOCK);
        clients = GcpClients.of(settings.gcp());
        ports = GcpPorts.of(settings, clients, InstantSource.system(), Observer.none());
        Map<String, String> filters = functions.filters(ports);
        functions
                .consumers(url)
                .forEach((consumer, function) -> gcp.functions()
                        .trigger(
                                gcp.pubSub()
                                        .createSubscription(Subscription.newBuilder()
                                                .setName(project + "/subscriptions/" + consumer)
                                                .setTopic(topic)
                                                .setEnableMessageOrdering(true)
                                                .setAckDeadlineSeconds(90)
                                                .setFilter(filters.get(consumer))
                                                .build()),
                                deploy(function, Map.of())));
    }

    OrderFunctions functions() {
        return functions;
    }

    URI url() {
        return url;
    }

    /** {@return the clock's function as a job of the scheduler calls it} */
    Schedule clock() {
        return clock;
    }

    /** Deploys a function with other variables than it should have; an empty value takes one away. */
    CloudFunction deploy(OrderFunctions.Function function, Map<String, String> otherwise) {
        Map<String, String> variables = new TreeMap<>(gcp.environment());
        variables.putAll(function.environment());
        variables.putAll(otherwise);
        variables.values().removeIf(String::isEmpty);
        return gcp.functions()
                .deploy(FunctionDefinition.of(
                                function.name() + (otherwise.isEmpty() ? "" : "-otherwise"), jar, function.entryPoint())
                        .withMemoryMiB(256)
                        .withMaxInstances(1)
                        .withConcurrency(20)
                        .withEnvironment(variables));
    }

    long messages() {
        return new SentMessages(ports.replicas()).count();
    }

    @Override
    public void close() {
        clients.close();
        gcp.close();
    }
}
