package io.triskel.orders.gcp;

import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.hosting.FunctionSettings;
import io.triskel.gcp.hosting.GcpManifest;
import io.triskel.gcp.hosting.GcpOperations;
import io.triskel.gcp.hosting.GcpParts;
import io.triskel.gcp.hosting.GcpPorts;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.local.ZipFolder;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.FunctionDefinition;
import io.triskel.local.gcp.functions.InvokerVersion;
import io.triskel.local.gcp.functions.SchedulerJob;
import io.triskel.local.gcp.iam.Binding;
import io.triskel.local.gcp.iam.Permission;
import io.triskel.notify.Credential;
import io.triskel.observe.Observer;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.pipeline.Ports;
import io.triskel.transfer.Replicas;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The package that the build made, deployed to a local Google Cloud as its manifest says; each function's account is refused what the
 * manifest does not allow.
 */
final class LocalOrders implements AutoCloseable {
    /** How the names of accounts begin that lack a role. */
    static final String WITHOUT = "without ";

    private static final String KEY = "projects/triskel-local/locations/local/keyRings/orders/cryptoKeys/personal";
    /** An operator, who may call the consumers' functions. */
    static final String OPERATOR = "operator@example.org";

    private static final String PERSON = "person@local.iam.gserviceaccount.com";

    private final Manifest<GcpParts> manifest;
    private final Path jar;
    private final LocalGcp gcp;
    private final URI url;
    private final SchedulerJob clock;
    private final Map<String, URI> consumers = new TreeMap<>();
    private final List<GcpClients> clients = new ArrayList<>();
    private final Ports ports;

    LocalOrders(Path folder, InvokerVersion invoker) {
        this(folder, invoker, consumer -> false);
    }

    /** The same without a subscription for the consumers that are disabled. */
    LocalOrders(Path folder, InvokerVersion invoker, Predicate<String> disabled) {
        ZipFolder.unzip(Path.of(System.getProperty("triskel.zip")), folder.resolve("source"), 1 << 30);
        jar = folder.resolve("source/functions.jar");
        gcp = LocalGcp.start(LocalGcpSettings.in(folder).withInvoker(invoker));
        Manifest<GcpParts> here = GcpManifest.of(new OrderApplication(), "orchestration")
                .onLaptop()
                .with("project", gcp.project())
                .with("region", "europe-west1")
                .with("archiveBucket", "archive")
                .with("kmsKey", KEY)
                .with("pushServiceAccount", "pusher@" + gcp.project())
                .with("schedulerServiceAccount", "scheduler@" + gcp.project());
        gcp.kms().rotate(KEY);
        String project = "projects/" + gcp.project();
        String topic = gcp.pubSub()
                .createTopic(project + "/topics/" + here.part(GcpParts::topic).name())
                .name();
        GcpParts.RunFunction http = functions(here, FunctionRole.HTTP).get(0);
        Permission call =
                new Permission("run.routes.invoke", project + "/locations/europe-west1/services/" + http.name());
        url = gcp.functions()
                .url(
                        deploy(http, Map.of()),
                        account -> account.equals(PERSON) || gcp.policies().allow(account, call))
                .uri()
                .resolve("/");
        manifest = here.with("lookupBase", url.toString());
        CloudFunction ticking = deploy(functions(manifest, FunctionRole.CLOCK).get(0), Map.of());
        clock = gcp.functions().schedule("orders", ticking, "/");
        ports = ports(ticking.definition().environment(), gcp.environment(), FunctionRole.CLOCK);
        for (GcpParts.RunFunction function : functions(manifest, FunctionRole.EVENTS)) {
            if (function.consumer().filter(disabled).isPresent()) {
                continue;
            }
            GcpParts.PushSubscription push = function.push().orElseThrow();
            URI endpoint = gcp.functions()
                    .url(deploy(function, Map.of()), Set.of(push.serviceAccount(), OPERATOR))
                    .uri();
            consumers.put(function.consumer().orElseThrow(), endpoint);
            gcp.pubSub().createSubscription(subscription(push, project, topic, endpoint));
        }
    }

    private static Subscription subscription(
            GcpParts.PushSubscription push, String project, String topic, URI endpoint) {
        return Subscription.newBuilder()
                .setName(project + "/subscriptions/" + push.subscription())
                .setTopic(topic)
                .setEnableMessageOrdering(push.enableMessageOrdering())
                .setAckDeadlineSeconds(push.ackDeadlineSeconds())
                .setFilter(push.filter())
                .setPushConfig(PushConfig.newBuilder()
                        .setPushEndpoint(endpoint.toString())
                        .setOidcToken(PushConfig.OidcToken.newBuilder().setServiceAccountEmail(push.serviceAccount())))
                .build();
    }

    private static List<GcpParts.RunFunction> functions(Manifest<GcpParts> manifest, FunctionRole role) {
        return manifest.each(parts -> parts.functions(role));
    }

    private static List<Binding> roles(GcpParts.RunFunction function) {
        return function.permissions().stream()
                .flatMap(grant -> Binding.each(grant.roles(), grant.resource()).stream())
                .toList();
    }

    /** {@return what the manifest says of the function of a consumer} */
    GcpParts.RunFunction function(String consumer) {
        return functions(manifest, FunctionRole.EVENTS).stream()
                .filter(function -> function.consumer().equals(Optional.of(consumer)))
                .findFirst()
                .orElseThrow();
    }

    /** Shows the token of somebody who may call the function behind HTTP. */
    Credential credential() {
        return (method, address, headers, body, deadline) ->
                Map.of("Authorization", "Bearer " + gcp.issuer().idToken(PERSON, url.toString()));
    }

    /** {@return what the manifest says of the clock's function} */
    GcpParts.RunFunction clockFunction() {
        return functions(manifest, FunctionRole.CLOCK).get(0);
    }

    LocalGcp gcp() {
        return gcp;
    }

    URI url() {
        return url;
    }

    /** {@return the clock's function as a job of the scheduler calls it} */
    SchedulerJob clock() {
        return clock;
    }

    /** Deploys a function with other variables than it should have; an empty value takes one away. */
    CloudFunction deploy(GcpParts.RunFunction function, Map<String, String> otherwise) {
        String account = FunctionDefinition.accountOf(function.name());
        gcp.policies().give(account, roles(function));
        function.keyPermissions().forEach(grant -> gcp.policies().give(account, Binding.each(grant.roles(), KEY)));
        Map<String, String> variables = new TreeMap<>(function.environment().variables());
        variables.putAll(gcp.environment(account));
        variables.put("FUNCTION_SIGNATURE_TYPE", "http");
        variables.putAll(otherwise);
        variables.values().removeIf(String::isEmpty);
        return gcp.functions()
                .deploy(FunctionDefinition.of(
                                function.name() + (otherwise.isEmpty() ? "" : "-otherwise"), jar, function.entryPoint())
                        .withMemoryMiB(function.memoryMiB().value())
                        .withMaxInstances(1)
                        .withConcurrency(20)
                        .withEnvironment(variables));
    }

    /** {@return the ports of the function behind HTTP, for an account that has all of its roles but one} */
    Ports portsWithout(String role) {
        GcpParts.RunFunction http = functions(manifest, FunctionRole.HTTP).get(0);
        String account = WITHOUT + role;
        List<Binding> all = roles(http);
        gcp.policies()
                .give(
                        account,
                        all.stream()
                                .filter(binding -> !binding.role().equals(role))
                                .toList());
        return ports(http.environment().variables(), gcp.environment(account), FunctionRole.HTTP);
    }

    /** {@return the ports of the operator, who may read the database and no more} */
    Ports operatorsPorts() {
        GcpParts.RunFunction clocks = clockFunction();
        String database = clocks.permissions().stream()
                .filter(grant -> grant.roles().contains("roles/datastore.user"))
                .findFirst()
                .orElseThrow()
                .resource();
        gcp.policies().give(OPERATOR, List.of(new Binding("roles/datastore.viewer", database)));
        return ports(clocks.environment().variables(), gcp.environment(OPERATOR), FunctionRole.CLOCK);
    }

    /** {@return the consumers' functions as somebody calls them who shows this token} */
    ConsumerFunctions functions(String token) {
        Map<String, String> environment =
                new TreeMap<>(clockFunction().environment().variables());
        environment.putAll(gcp.environment());
        environment.put(
                "TRISKEL_APP_FUNCTIONS",
                consumers.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(" ")));
        environment.put("TRISKEL_APP_ID_TOKEN", token);
        return GcpOperations.site(new OrderApplication(), environment, this::connect)
                .functions()
                .get();
    }

    /** {@return the address of a consumer's function} */
    URI address(String consumer) {
        return Objects.requireNonNull(consumers.get(consumer));
    }

    /** {@return ports with all rights} */
    Ports ports() {
        return ports;
    }

    private Ports ports(Map<String, String> environment, Map<String, String> services, FunctionRole role) {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.putAll(services);
        FunctionSettings settings = FunctionSettings.from(new OrderApplication(), variables, role);
        return new OrderApplication()
                .on(GcpPorts.of(settings, connect(settings.gcp()), InstantSource.system(), Observer.none()))
                .application()
                .ports();
    }

    private GcpClients connect(GcpSettings settings) {
        GcpClients made = GcpClients.of(settings);
        clients.add(made);
        return made;
    }

    long messages() {
        return new SentMessages(replicas()).count();
    }

    Replicas replicas() {
        return ports.platform().stores().replicas();
    }

    @Override
    public void close() {
        clients.forEach(GcpClients::close);
        gcp.close();
    }
}
